using System.Text.Json.Nodes;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Mcp;

/// <summary>The MCP project's own SDK for TypeScript, both generations, in every version that each can ask for.</summary>
public sealed class NamedClientTests(TestApp app)
{
    private static readonly string[] Tools =
    [
        "amend_trace", "contribute_trace", "delete_trace", "flag_trace", "get_trace", "list_tags", "my_traces", "report_outcome", "search_traces", "vote_trace",
    ];

    [Theory]
    [InlineData("first", "2025-03-26", "http")]
    [InlineData("first", "2025-06-18", "http")]
    [InlineData("first", "2025-11-25", "http")]
    [InlineData("second", "2025-03-26", "http")]
    [InlineData("second", "2025-11-25", "http")]
    [InlineData("second", "2026-07-28", "http")]
    [InlineData("first", "2025-03-26", "stdio")]
    [InlineData("first", "2025-11-25", "stdio")]
    [InlineData("second", "2025-06-18", "stdio")]
    [InlineData("second", "2026-07-28", "stdio")]
    public async Task A_trace_lives_its_whole_life_by_the_tools(string sdk, string version, string transport)
    {
        var target = await ClientTarget.CreateAsync(app, sdk, version, transport);

        var life = await NamedClient.RunScriptAsync("life.cjs", target);

        Assert.Equal(version, (string?)life["version"]);
        Assert.Equal("commontrace", (string?)life["server"]!["name"]);
        Assert.Contains("search_traces", (string?)life["instructions"], StringComparison.Ordinal);
        Assert.Equal(Tools, life["tools"]!.AsArray().Select(tool => (string)tool!["name"]!).Order(StringComparer.Ordinal));
        Assert.Equal(Tools, life["calls"]!.AsObject().Select(call => call.Key).Order(StringComparer.Ordinal));
        Assert.All(life["calls"]!.AsObject(), call => Assert.False((bool?)call.Value!["isError"] ?? false, call.Value.ToJsonString()));
        AssertFound(life);
    }

    [Theory]
    [InlineData("first", "2025-11-25", "http")]
    [InlineData("second", "2026-07-28", "http")]
    [InlineData("first", "2025-11-25", "stdio")]
    [InlineData("second", "2026-07-28", "stdio")]
    public async Task What_is_refused_comes_as_a_result_in_words(string sdk, string version, string transport)
    {
        var target = await ClientTarget.CreateAsync(app, sdk, version, transport);

        var refusals = await NamedClient.RunScriptAsync("refusals.cjs", target);

        AssertRefused(refusals["noKey"]!, "auth.missing_key");
        AssertRefused(refusals["badId"]!, "validation.failed");
        AssertRefused(refusals["unknownId"]!, "trace.not_found");
        AssertRefused(refusals["missing"]!, "validation.failed");
        AssertRefused(refusals["wrongType"]!, "validation.failed");
        Assert.Contains("no_such_tool", (string?)refusals["unknownTool"]!["thrown"]!["message"], StringComparison.Ordinal);
        // A key that the server does not know is refused at the door, by a status: over HTTP there is no session to tell it in.
        if (transport == "http")
        {
            Assert.Contains("401", refusals["badKey"]!["thrown"]!.ToJsonString(), StringComparison.Ordinal);
        }
        else
        {
            AssertRefused(refusals["badKey"]!, "auth.invalid_key");
        }
    }

    private static void AssertFound(JsonNode life)
    {
        var id = (string)life["calls"]!["contribute_trace"]!["structuredContent"]!["id"]!;
        Assert.Equal(id, (string?)life["calls"]!["search_traces"]!["structuredContent"]!["results"]![0]!["id"]);
        Assert.Contains("No Reset On Close", Text(life["calls"]!["get_trace"]!["content"]![0]!), StringComparison.Ordinal);
        Assert.Contains("No Reset On Close", Text(life["resources"]!["trace"]!["contents"]![0]!), StringComparison.Ordinal);
        Assert.Contains("pgbouncer", Text(life["resources"]!["tags"]!["contents"]![0]!), StringComparison.Ordinal);
        Assert.Equal("tags://all", (string?)Assert.Single(life["resources"]!["listed"]!.AsArray())!["uri"]);
        Assert.Equal("trace://{id}", (string?)Assert.Single(life["resources"]!["templates"]!.AsArray())!["uriTemplate"]);
        Assert.Equal(["after_you_fixed_it", "before_you_debug"], life["prompts"]!.AsObject().Select(prompt => prompt.Key).Order(StringComparer.Ordinal));
        Assert.All(life["prompts"]!.AsObject(), prompt => Assert.Contains("a timeout", Text(prompt.Value!["messages"]![0]!["content"]!), StringComparison.Ordinal));
    }

    private static void AssertRefused(JsonNode outcome, string code)
    {
        Assert.True((bool?)outcome["isError"], outcome.ToJsonString());
        Assert.Equal(code, (string?)outcome["structuredContent"]!["code"]);
        Assert.Contains("What to do: ", Text(outcome["content"]![0]!), StringComparison.Ordinal);
    }

    private static string Text(JsonNode content) => (string)content["text"]!;
}
