using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CommonTrace.Cli.Moving;

/// <summary>
/// How far an import is, kept while it runs: one that was interrupted goes on from there. It is in <c>commontrace/imports</c> in the user's
/// state folder, and locked as long as the import runs: nobody imports the same file at the same time.
/// </summary>
internal sealed class Checkpoint : IDisposable
{
    private readonly FileStream _file;

    private Checkpoint(FileStream file) => _file = file;

    /// <param name="subject">What is imported to where; each has one of its own.</param>
    public static Checkpoint Open(string subject)
    {
        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        var folder = Directory.CreateDirectory(Path.Combine(state, "commontrace", "imports"));
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(subject)))[..32];
        try
        {
            return new Checkpoint(new FileStream(Path.Combine(folder.FullName, $"{name}.json"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw new CliException(ExitCode.Refused, $"Another import of the same is running ({exception.Message}).", "import.running");
        }
    }

    /// <summary>What the former run left; null when there was none, or what it left cannot be read.</summary>
    public ImportState? Read()
    {
        _file.Position = 0;
        // What stands behind the first line is the rest of a longer one.
        var line = new StreamReader(_file, Encoding.UTF8, leaveOpen: true).ReadLine();
        try
        {
            return string.IsNullOrEmpty(line) ? null : JsonSerializer.Deserialize<ImportState>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // In one write: a process that is killed leaves the old line or the new one.
    public void Save(ImportState state) => RandomAccess.Write(_file.SafeFileHandle, [.. JsonSerializer.SerializeToUtf8Bytes(state), (byte)'\n'], 0);

    /// <summary>The import is done: nothing is to be remembered.</summary>
    public void Delete()
    {
        File.Delete(_file.Name);
        _file.Dispose();
    }

    public void Dispose() => _file.Dispose();
}

/// <summary>How far an import is.</summary>
/// <param name="Fingerprint">The source as it was.</param>
/// <param name="Rejects">Where the rejected lines are.</param>
/// <param name="RejectsLength">How much of that file is written, in bytes.</param>
internal sealed record ImportState(string Fingerprint, string Rejects, long RejectsLength, ImportTally Tally);
