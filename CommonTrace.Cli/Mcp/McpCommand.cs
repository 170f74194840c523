using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using CommonTrace.Cli.Server;
using ModelContextProtocol.Server;

namespace CommonTrace.Cli.Mcp;

/// <summary><c>commontrace mcp</c>.</summary>
internal static class McpCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Option<bool> ShowDefinitions = new("--definitions") { Description = "Write what the server offers to agents as JSON, and end." };

    public static Command Create() => new Command("mcp", "Give an agent the server's tools: MCP over stdin and stdout.") { ShowDefinitions }
        .WithExamples(
            "claude mcp add commontrace -- commontrace mcp",
            "commontrace mcp --definitions")
        .Runs(RunAsync);

    private static async Task<int> RunAsync(Verb verb, CancellationToken cancellationToken)
    {
        using var endpoint = new McpEndpoint(() => Connection.Find(verb.Value(Options.Url), verb.Value(Options.Tenant)), TimeProvider.System);
        if (verb.Value(ShowDefinitions))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(await Definitions.FetchAsync(endpoint, cancellationToken), Indented));
            return ExitCode.Done;
        }

        var definitions = Definitions.Embedded();
        await using var transport = new StdioServerTransport("commontrace");
        await StdioServer.RunAsync(transport, new Relay(endpoint, definitions, TimeProvider.System), definitions, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return ExitCode.Done;
    }
}
