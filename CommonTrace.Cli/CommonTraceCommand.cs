using System.CommandLine;
using CommonTrace.Cli.Moving;
using CommonTrace.Cli.Traces;

namespace CommonTrace.Cli;

/// <summary>The command and its verbs: a table of contents.</summary>
internal static class CommonTraceCommand
{
    // Time enough after Ctrl+C to end a pause of the queue.
    public static readonly InvocationConfiguration Invocation = new()
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = TimeSpan.FromSeconds(15),
    };

    public static RootCommand Create() => new("The collective memory of coding agents: find what others solved, share what you did.")
    {
        Options.Url,
        Options.Tenant,
        Options.Json,
        SearchCommand.Create(),
        ImportCommand.Create(),
        ExportCommand.Create(),
    };
}
