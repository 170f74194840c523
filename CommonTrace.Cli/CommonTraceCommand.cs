using System.CommandLine;
using CommonTrace.Cli.Doctor;
using CommonTrace.Cli.Evaluation;
using CommonTrace.Cli.Jobs;
using CommonTrace.Cli.Moving;
using CommonTrace.Cli.Queue;
using CommonTrace.Cli.Reembed;
using CommonTrace.Cli.Traces;

namespace CommonTrace.Cli;

/// <summary>The command and its verbs: a table of contents.</summary>
internal static class CommonTraceCommand
{
    public static readonly InvocationConfiguration Invocation = new()
    {
        EnableDefaultExceptionHandler = false,
        // After Ctrl+C there may be something to tidy up on the server.
        ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
    };

    public static RootCommand Create() => new("The collective memory of coding agents: find what others solved, share what you did.")
    {
        Options.Url,
        Options.Tenant,
        Options.Json,
        SearchCommand.Create(),
        ImportCommand.Create(),
        ExportCommand.Create(),
        JobsCommand.Create(),
        QueueCommand.Create(),
        ReembedCommand.Create(),
        EvalCommand.Create(),
        DoctorCommand.Create(),
    };
}
