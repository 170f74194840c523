using System.Text.Json;

namespace CommonTrace.Cli;

/// <summary>Ends the command with a sentence for people, on the error stream, and an exit code.</summary>
/// <param name="exitCode">One of <see cref="ExitCode"/>.</param>
/// <param name="message">What was wrong, with which value, and what to do.</param>
/// <param name="code">The server's code of the failure, such as <c>trace.not_found</c>.</param>
/// <param name="problem">All that the server said, when it was the server.</param>
internal sealed class CliException(int exitCode, string message, string? code = null, JsonElement? problem = null) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public string? Code { get; } = code;

    public JsonElement? Problem { get; } = problem;

    public static CliException Usage(string message) => new(Cli.ExitCode.Usage, message, "usage");
}
