using System.Diagnostics;

namespace Aspire.Hosting.LocalServices;

/// <summary>A program that runs for a moment and is asked for its output.</summary>
internal sealed record ShortCommand(int ExitCode, string Output, string Error)
{
    /// <summary>Standard input is what is given, then closes. Cancelling kills the program and whatever it started.</summary>
    public static async Task<ShortCommand> RunAsync(
        string fileName, IEnumerable<string> arguments, string input, CancellationToken cancellationToken)
    {
        using var process = Start(fileName, arguments);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await WriteAsync(process, input);
            await process.WaitForExitAsync(cancellationToken);
            return new ShortCommand(process.ExitCode, (await output).Trim(), (await error).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>In a session of its own: the terminal's Ctrl+C reaches it through us alone.</summary>
    public static Process Start(string fileName, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("setsid", [fileName, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment["LC_ALL"] = "C";
        return Process.Start(start)!;
    }

    private static async Task WriteAsync(Process process, string input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading: its exit code says why.
        }
    }
}
