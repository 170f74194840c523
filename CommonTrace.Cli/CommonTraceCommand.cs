using System.CommandLine;
using CommonTrace.Cli.Account;
using CommonTrace.Cli.Doctor;
using CommonTrace.Cli.Evaluation;
using CommonTrace.Cli.Jobs;
using CommonTrace.Cli.Mcp;
using CommonTrace.Cli.Moving;
using CommonTrace.Cli.Queue;
using CommonTrace.Cli.Reembed;
using CommonTrace.Cli.Tenants;
using CommonTrace.Cli.Terminal;
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

    /// <summary>The verbs, under the headings that the help shows them by.</summary>
    public static readonly (string Heading, Command[] Verbs)[] Sections =
    [
        ("Traces", [SearchCommand.Create(), GetCommand.Create(), ContributeCommand.Create(), VoteCommand.Create(), OutcomeCommand.Create()]),
        ("Many traces, for operators", [ImportCommand.Create(), ExportCommand.Create()]),
        ("You", [LoginCommand.Create(), LogoutCommand.Create(), KeysCommand.Create()]),
        ("Agents", [McpCommand.Create()]),
        ("The server, for operators", [TenantsCommand.Create(), JobsCommand.Create(), QueueCommand.Create(), ReembedCommand.Create(), EvalCommand.Create()]),
        ("This command", [DoctorCommand.Create(), CompletionCommand.Create()]),
    ];

    public static RootCommand Create()
    {
        var root = new RootCommand("The collective memory of coding agents: find what others solved, share what\nyou did.") { Options.Url, Options.Tenant, Options.Json };
        foreach (var verb in Sections.SelectMany(section => section.Verbs))
        {
            root.Add(verb);
        }

        Help.Attach(root);
        return root;
    }
}
