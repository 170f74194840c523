using System.Text.Json;

namespace CommonTrace.Cli.Server;

/// <summary>Which server, with which key, in which tenant.</summary>
/// <param name="Url">The server's address.</param>
/// <param name="Key">Null when none is known: some calls need none.</param>
/// <param name="TenantId">The tenant that an operator acts in; null for the key's own.</param>
internal sealed record Connection(Uri Url, string? Key, Guid? TenantId)
{
    /// <summary>Where an AppHost on this machine serves.</summary>
    public const string DefaultUrl = "http://localhost:5180";

    /// <summary>What holds: the option, then the environment, then the file of <c>commontrace login</c>.</summary>
    public static Connection Find(string? url, Guid? tenantId)
    {
        var saved = SavedConnection.Read();
        var (chosen, key) = (url ?? Set("COMMONTRACE_URL"), Set("COMMONTRACE_API_KEY"));
        // A key goes to the server that it was saved for, and to no other.
        key ??= chosen is null || chosen.TrimEnd('/') == saved?.Url ? saved?.Key : null;
        return new Connection(Parse(chosen ?? saved?.Url ?? DefaultUrl), key, tenantId);
    }

    public static Uri Parse(string url) =>
        Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https"
            ? parsed
            : throw CliException.Usage($"\"{url}\" is no server's address; give one such as {DefaultUrl}.");

    private static string? Set(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}

/// <summary>What <c>commontrace login</c> keeps.</summary>
internal sealed record SavedConnection(string Url, string Key)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary><c>commontrace/login.json</c> in the user's configuration folder.</summary>
    public static string Path { get; } = System.IO.Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "commontrace", "login.json");

    /// <summary>Null when nobody logged in.</summary>
    public static SavedConnection? Read()
    {
        try
        {
            return File.Exists(Path) ? JsonSerializer.Deserialize<SavedConnection>(File.ReadAllText(Path), Json) : null;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw CliException.Usage($"{Path} cannot be read ({exception.Message}); mend it, or delete it and run `commontrace login`.");
        }
    }

    /// <summary>Writes it so that only its owner can read it; the file is never half written.</summary>
    public void Write()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        var draft = $"{Path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(draft, options))
        {
            JsonSerializer.Serialize(file, this, Json);
        }

        File.Move(draft, Path, overwrite: true);
    }
}
