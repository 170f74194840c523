using System.Text.Json;
using System.Text.Json.Nodes;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Mcp;

/// <summary>The inspector of the MCP project, in its command-line mode.</summary>
public sealed class InspectorTests(TestApp app)
{
    // What its manual says of results with isError.
    private const int ToolFailed = 5;

    [Theory]
    [InlineData("legacy")]
    [InlineData("modern")]
    public async Task It_finds_no_error_in_what_is_offered(string era)
    {
        var target = await ClientTarget.CreateAsync(app, "", "", "http");

        var tools = await InspectAsync(target, target.AuthorKey, "--method", "tools/list", "--strict", "--protocol-era", era);
        var prompts = await InspectAsync(target, target.AuthorKey, "--method", "prompts/list", "--protocol-era", era);
        var templates = await InspectAsync(target, target.AuthorKey, "--method", "resources/templates/list", "--protocol-era", era);
        var tags = await InspectAsync(target, target.AuthorKey, "--method", "resources/read", "--uri", "tags://all", "--protocol-era", era);

        Assert.Equal(10, tools["tools"]!.AsArray().Count);
        Assert.Equal(2, prompts["prompts"]!.AsArray().Count);
        Assert.Single(templates["resourceTemplates"]!.AsArray());
        Assert.Single(tags["contents"]!.AsArray());
    }

    [Fact]
    public async Task It_can_use_every_tool()
    {
        var target = await ClientTarget.CreateAsync(app, "", "", "http");
        Task<JsonNode> CallAsync(string key, string tool, object arguments) =>
            InspectAsync(target, key, "--method", "tools/call", "--tool-name", tool, "--tool-args-json", JsonSerializer.Serialize(arguments));

        var trace_id = (string)(await CallAsync(target.AuthorKey, "contribute_trace", target.Trace))["structuredContent"]!["id"]!;
        var found = await CallAsync(target.ReaderKey, "search_traces", new { query = "57P01 pgbouncer", detail = "full" });
        await Task.WhenAll(
            CallAsync(target.ReaderKey, "get_trace", new { trace_id }),
            CallAsync(target.ReaderKey, "vote_trace", new { trace_id, vote_type = "down", feedback_tag = "outdated", feedback_text = "It is the default by now." }),
            CallAsync(target.ReaderKey, "report_outcome", new { trace_id, solved = false }),
            CallAsync(target.ReaderKey, "amend_trace", new { trace_id, improved_solution = "Take pgbouncer 1.21.", explanation = "It prepares statements itself." }),
            CallAsync(target.ReaderKey, "flag_trace", new { trace_id, reason = "It is wrong by now.", category = "incorrect" }),
            CallAsync(target.AuthorKey, "list_tags", new { }),
            CallAsync(target.AuthorKey, "my_traces", new { limit = 5 }));
        var deleted = await CallAsync(target.AuthorKey, "delete_trace", new { trace_id });

        Assert.Equal(trace_id, (string?)found["structuredContent"]!["results"]![0]!["id"]);
        Assert.True((bool?)deleted["structuredContent"]!["deleted"]);
    }

    [Fact]
    public async Task It_can_start_the_command()
    {
        var target = await ClientTarget.CreateAsync(app, "", "", "stdio");

        var (exitCode, output, error) = await NamedClient.InspectAsync(
        [
            "--method", "tools/call", "--tool-name", "list_tags", "--format", "json",
            "-e", $"COMMONTRACE_URL={app.ApiAddress}", "-e", $"COMMONTRACE_API_KEY={target.AuthorKey}", .. target.Command!,
        ]);

        Assert.True(exitCode == 0, error);
        Assert.Equal(0, (int?)JsonNode.Parse(output)!["result"]!["structuredContent"]!["total"]);
    }

    [Fact]
    public async Task It_is_told_what_was_wrong_with_a_call()
    {
        var target = await ClientTarget.CreateAsync(app, "", "", "http");

        var (exitCode, output, _) = await NamedClient.InspectAsync(
            target.Url!, "--header", $"X-API-Key: {target.AuthorKey}", "--method", "tools/call", "--tool-name", "get_trace", "--tool-arg", "trace_id=none", "--format", "json");

        Assert.Equal(ToolFailed, exitCode);
        Assert.Equal("validation.failed", (string?)JsonNode.Parse(output)!["result"]!["structuredContent"]!["code"]);
    }

    private static async Task<JsonNode> InspectAsync(ClientTarget target, string key, params string[] arguments)
    {
        var (exitCode, output, error) = await NamedClient.InspectAsync([target.Url!, "--transport", "http", "--header", $"X-API-Key: {key}", "--format", "json", .. arguments]);
        Assert.True(exitCode == 0, $"{string.Join(' ', arguments)} ended with {exitCode}. {error} {output}");
        return JsonNode.Parse(output)!["result"]!;
    }
}
