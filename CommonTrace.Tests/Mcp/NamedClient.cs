using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommonTrace.Tests.Architecture;

namespace CommonTrace.Tests.Mcp;

/// <summary>Clients of MCP that nobody here wrote; see tools/mcp-client.sh for what they need and where they are kept.</summary>
internal static class NamedClient
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    // Once per user they have to be fetched, and Node.js with them, which takes half a minute or two.
    private static readonly TimeSpan FetchLimit = TimeSpan.FromMinutes(6);
    private static readonly Lazy<Task> Fetched = new(() => RunAsync(FetchLimit, "inspector", "--version"));

    /// <summary>Runs a script of the folder <c>clients</c>, and answers the JSON that it prints.</summary>
    public static async Task<JsonNode> RunScriptAsync(string script, object target)
    {
        var file = Path.Combine(Repository.Root.FullName, "CommonTrace.Tests", "Mcp", "clients", script);
        var (exitCode, output, error) = await RunAsync(file, JsonSerializer.Serialize(target, JsonSerializerOptions.Web));
        Assert.True(exitCode == 0, $"{script} ended with {exitCode}. {error}");
        return JsonNode.Parse(output)!;
    }

    /// <summary>Runs the inspector's command-line mode.</summary>
    public static Task<(int ExitCode, string Output, string Error)> InspectAsync(params string[] arguments) => RunAsync(["inspector", .. arguments]);

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        await Fetched.Value;
        return await RunAsync(Limit, arguments);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(TimeSpan limit, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", [Path.Combine(Repository.Root.FullName, "tools", "mcp-client.sh"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(limit, TestContext.Current.CancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{arguments[0]} did not end within {limit.TotalMinutes} minutes; fetching it (npm, apt) may be what hangs. It said: {await error}");
        }

        return (process.ExitCode, await output, await error);
    }
}
