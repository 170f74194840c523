using System.ComponentModel;
using System.Diagnostics;

namespace CommonTrace.Cli.Traces;

/// <summary>A draft in the editor of whoever sits there. What was written is never lost: a refused draft is kept.</summary>
internal static class EditedDraft
{
    /// <summary>Opens the editor, and submits what was written.</summary>
    public static async Task<int> SubmitAsync(Func<string, Task<int>> submit, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("commontrace-").FullName, "trace.md");
        await File.WriteAllTextAsync(path, MarkdownTrace.Template, cancellationToken);
        var isAborted = !await EditAsync(path, cancellationToken);
        var text = await File.ReadAllTextAsync(path, cancellationToken);
        if (text == MarkdownTrace.Template || text.Trim().Length == 0)
        {
            Delete(path);
            throw new CliException(ExitCode.Refused, "Nothing was written, so nothing is stored.", "draft.unchanged");
        }

        try
        {
            var exitCode = isAborted ? throw new CliException(ExitCode.Refused, "The editor failed, so nothing is stored.", "draft.aborted") : await submit(text);
            Delete(path);
            return exitCode;
        }
        catch (CliException failure)
        {
            throw new CliException(failure.ExitCode, $"{failure.Message}\nYour draft is kept. Mend it, then run:\ncommontrace contribute -f {path}", failure.Code, failure.Problem);
        }
    }

    private static void Delete(string path) => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    // Like git: the setting is a command, perhaps with arguments of its own.
    private static async Task<bool> EditAsync(string path, CancellationToken cancellationToken)
    {
        var editor = Set("VISUAL") ?? Set("EDITOR") ?? (OperatingSystem.IsWindows() ? "notepad" : "vi");
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd", $"/c {editor} \"{path}\"")
            : new ProcessStartInfo("sh", ["-c", $"{editor} \"$1\"", "sh", path]);
        try
        {
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0;
        }
        catch (Win32Exception exception)
        {
            throw CliException.Usage($"The editor \"{editor}\" cannot be started ({exception.Message}); set VISUAL or EDITOR.");
        }
    }

    private static string? Set(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
