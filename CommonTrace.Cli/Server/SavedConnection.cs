using System.Text.Json;

namespace CommonTrace.Cli.Server;

/// <summary>What <c>commontrace login</c> keeps, in a file that only its owner can read.</summary>
internal sealed record SavedConnection(string Url, string Key)
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary><c>commontrace/login.json</c> in the user's configuration folder.</summary>
    public static string Path { get; } = System.IO.Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "commontrace", "login.json");

    /// <summary>Null when nobody logged in.</summary>
    public static SavedConnection? Read()
    {
        if (!File.Exists(Path))
        {
            return null;
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(Path) & Others) != 0)
        {
            throw CliException.Usage($"{Path} holds a key, and others on this machine can read or change it. Run: chmod 600 {Path}");
        }

        try
        {
            return JsonSerializer.Deserialize<SavedConnection>(File.ReadAllText(Path), Json) is { Url: not null, Key: not null } saved ? saved : throw new JsonException("url or key is missing");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw CliException.Usage($"{Path} cannot be read ({exception.Message}); mend it, or run `commontrace logout` and `commontrace login`.");
        }
    }

    /// <summary>Writes it; the file is never half written, and never readable by others, not even for a moment.</summary>
    public void Write()
    {
        var (folder, draft) = (System.IO.Path.GetDirectoryName(Path)!, $"{Path}.{Environment.ProcessId}");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new FileStream(draft, options))
            {
                JsonSerializer.Serialize(file, this, Json);
            }

            File.Move(draft, Path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CliException.Usage($"The key cannot be saved in {Path}: {exception.Message}");
        }
    }
}
