using System.Text.Json;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Mcp;

/// <summary>Each tool with good arguments, as an agent goes through them.</summary>
public sealed class TraceToolsTests(TestApp app) : IAsyncLifetime
{
    private TestTenant _tenant = null!;
    private HttpClient _authorHttp = null!;
    private TestPerson _reader = null!;
    private Agent _author = null!;
    private Agent _agent = null!;

    public async ValueTask InitializeAsync()
    {
        _tenant = await app.CreateTenantAsync();
        _authorHttp = await _tenant.CreateContributorAsync();
        _reader = await TestPerson.CreateAsync(app, _tenant);
        _author = await Agent.ConnectAsync(_authorHttp);
        _agent = await Agent.ConnectAsync(_reader.Client);
    }

    public async ValueTask DisposeAsync()
    {
        await _author.DisposeAsync();
        await _agent.DisposeAsync();
        _authorHttp.Dispose();
        _reader.Client.Dispose();
    }

    [Fact]
    public async Task What_is_contributed_is_found_read_and_judged()
    {
        var contributed = await CheckedAsync(_author, "contribute_trace", new
        {
            title = "Npgsql drops connections behind pgbouncer",
            context_text = "After a restart of pgbouncer: 57P01.",
            solution_text = "Set Pooling=false, pgbouncer pools already.",
            tags = new[] { "Npgsql", "pgbouncer", "päng!" },
        });
        var id = contributed.Structured.GetProperty("id").GetGuid();
        Assert.Equal("""["npgsql","pgbouncer"]""", contributed.Structured.GetProperty("tags").GetRawText());
        Assert.Contains("Not usable as tags: päng!", contributed.Text, StringComparison.Ordinal);

        var found = await CheckedAsync(_agent, "search_traces", new { query = "npgsql connections behind pgbouncer" });
        Assert.Equal(id, found.Structured.GetProperty("results")[0].GetProperty("id").GetGuid());
        Assert.Contains("Solution: Set Pooling=false", found.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("57P01", found.Text, StringComparison.Ordinal);
        Assert.Contains("57P01", (await CheckedAsync(_agent, "search_traces", new { query = "npgsql pgbouncer", detail = "full" })).Text, StringComparison.Ordinal);

        var read = await CheckedAsync(_agent, "get_trace", new { trace_id = id });
        Assert.Contains("Context:\nAfter a restart of pgbouncer: 57P01.\n\nSolution:\nSet Pooling=false, pgbouncer pools already.\n</stored-text", read.Text, StringComparison.Ordinal);
        Assert.Contains("Contributor: tester\nTags: npgsql, pgbouncer", read.Text, StringComparison.Ordinal);
        Assert.Contains("pending, trust 0, confirmed 0 times | solved 0, failed 0 | written today", read.Text, StringComparison.Ordinal);

        Assert.StartsWith("Noted, and counted.", (await CheckedAsync(_agent, "report_outcome", new { trace_id = id, solved = true, note = "On Npgsql 10." })).Text, StringComparison.Ordinal);
        Assert.Equal("up", (await CheckedAsync(_agent, "vote_trace", new { trace_id = id, vote_type = "up" })).Structured.GetProperty("vote_type").GetString());
        Assert.Equal("pending", (await CheckedAsync(_agent, "amend_trace", new { trace_id = id, improved_solution = "Use No Reset On Close=true.", explanation = "Keeps the pool." })).Structured.GetProperty("status").GetString());
        Assert.True((await CheckedAsync(_agent, "flag_trace", new { trace_id = id, reason = "A copy.", category = "duplicate" })).Structured.GetProperty("flagged").GetBoolean());
        Assert.Contains("solved 1, failed 0", (await CheckedAsync(_agent, "get_trace", new { trace_id = id })).Text, StringComparison.Ordinal);

        Assert.Contains("npgsql (1)", (await CheckedAsync(_agent, "list_tags", new { })).Text, StringComparison.Ordinal);
        Assert.Equal(id, Assert.Single((await CheckedAsync(_author, "my_traces", new { })).Structured.GetProperty("traces").EnumerateArray()).GetProperty("id").GetGuid());
        Assert.Equal(0, (await CheckedAsync(_agent, "my_traces", new { })).Structured.GetProperty("traces").GetArrayLength());

        Assert.True((await CheckedAsync(_author, "delete_trace", new { trace_id = id })).Structured.GetProperty("deleted").GetBoolean());
        (await _agent.CallAsync("get_trace", new { trace_id = id })).Fails("trace.deleted");
    }

    [Fact]
    public async Task The_same_content_again_is_the_standing_trace_and_near_copies_are_named()
    {
        var text = string.Join(' ', Enumerable.Range(0, 60).Select(number => $"word{number}"));
        var first = await _author.ContributeAsync("Pools run dry under load", text);

        var again = await CheckedAsync(_author, "contribute_trace", new { title = "Pools run dry under load", context_text = "A context.", solution_text = text });
        var near = await CheckedAsync(_author, "contribute_trace", new { title = "Pools run dry under load", context_text = "A context.", solution_text = $"{text} more" });

        Assert.Equal(first, again.Structured.GetProperty("duplicate_of").GetGuid());
        var similar = Assert.Single(near.Structured.GetProperty("similar").EnumerateArray());
        Assert.Equal(first, similar.GetProperty("id").GetGuid());
        Assert.Matches("^<stored-text [0-9a-f]{12}>\nPools run dry under load\n</stored-text [0-9a-f]{12}>$", similar.GetProperty("stored_text").GetString());
    }

    [Fact]
    public async Task Arguments_count_as_not_given_the_way_the_public_adapter_leaves_them_out()
    {
        var id = await _author.ContributeAsync("Adapter title");
        var contributed = await _author.CallAsync("contribute_trace", new
        {
            title = "Another adapter title",
            context_text = "c",
            solution_text = "s",
            tags = Array.Empty<string>(),
            supersedes_trace_id = "",
            review_after = "",
            watch_condition = "",
        });
        var found = await _agent.CallAsync("search_traces", new { query = "adapter title", tags = Array.Empty<string>(), limit = 10, context = new { }, include_expired = true });
        var voted = await _agent.CallAsync("vote_trace", new { trace_id = id, vote_type = "up", feedback_tag = "", feedback_text = "", voter_context = new { } });
        var nothing = await _agent.CallAsync("search_traces", new { query = "", tags = Array.Empty<string>() });

        contributed.Ok();
        Assert.Equal(2, found.Ok().Structured.GetProperty("total").GetInt32());
        Assert.Equal(JsonValueKind.Null, voted.Ok().Structured.GetProperty("feedback_tag").ValueKind);
        Assert.Equal("query: give a text to search for, or at least one tag.", nothing.Fails("validation.failed").Detail);
    }

    [Fact]
    public async Task Own_traces_come_in_pages()
    {
        await _author.ContributeAsync("First of two");
        await _author.ContributeAsync("Second of two");

        var first = await CheckedAsync(_author, "my_traces", new { limit = 1 });
        var cursor = first.Structured.GetProperty("next_cursor").GetString();
        var second = await CheckedAsync(_author, "my_traces", new { limit = 1, cursor });

        Assert.Contains("Second of two", first.Text, StringComparison.Ordinal);
        Assert.Contains($"cursor \"{cursor}\"", first.Text, StringComparison.Ordinal);
        Assert.Contains("First of two", second.Text, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, second.Structured.GetProperty("next_cursor").ValueKind);
        Assert.Equal(0, (await CheckedAsync(_author, "my_traces", new { status = "validated" })).Structured.GetProperty("traces").GetArrayLength());
    }

    [Fact]
    public async Task Another_tenant_sees_nothing_of_it()
    {
        var id = await _author.ContributeAsync("Sealed off quux", tags: "quux");
        var other = await app.CreateTenantAsync();
        using var http = await other.CreateClientAsync([.. Scopes.All]);
        await using var stranger = await Agent.ConnectAsync(http);

        (await stranger.CallAsync("get_trace", new { trace_id = id })).Fails("trace.not_found");
        (await stranger.CallAsync("delete_trace", new { trace_id = id })).Fails("trace.not_found");
        (await stranger.CallAsync("vote_trace", new { trace_id = id, vote_type = "up" })).Fails("trace.not_found");
        Assert.Equal(0, (await stranger.CallAsync("search_traces", new { tags = new[] { "quux" } })).Ok().Structured.GetProperty("total").GetInt32());
        Assert.Equal(0, (await stranger.CallAsync("list_tags", new { })).Ok().Structured.GetProperty("total").GetInt32());
    }

    private static async Task<ToolAnswer> CheckedAsync(Agent agent, string tool, object arguments)
    {
        var answer = (await agent.CallAsync(tool, arguments)).Ok();
        Assert.Empty(SchemaCheck.FaultsOf((await agent.ToolAsync(tool)).OutputSchema!.Value, answer.Structured));
        return answer;
    }
}
