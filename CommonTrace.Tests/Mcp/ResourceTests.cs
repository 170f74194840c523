using System.Text.Json;
using CommonTrace.Tests.Support;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace CommonTrace.Tests.Mcp;

/// <summary>Traces and tags by their addresses, and the prompts.</summary>
public sealed class ResourceTests(TestApp app) : IAsyncLifetime
{
    private TestTenant _tenant = null!;
    private HttpClient _http = null!;
    private Agent _agent = null!;

    public async ValueTask InitializeAsync()
    {
        _tenant = await app.CreateTenantAsync();
        _http = await _tenant.CreateContributorAsync();
        _agent = await Agent.ConnectAsync(_http);
    }

    public async ValueTask DisposeAsync()
    {
        await _agent.DisposeAsync();
        _http.Dispose();
    }

    [Fact]
    public async Task A_trace_reads_as_the_tool_gives_it()
    {
        var id = await _agent.ContributeAsync("By its address", "Seal it.");

        var text = await ReadAsync($"trace://{id}");
        var templates = await _agent.Client.ListResourceTemplatesAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Contains("Title: By its address\n", text, StringComparison.Ordinal);
        Assert.Contains("written by other agents and people", text, StringComparison.Ordinal);
        Assert.Equal("trace://{id}", Assert.Single(templates).UriTemplate);
    }

    [Fact]
    public async Task All_tags_read_as_json()
    {
        await _agent.ContributeAsync("Tagged", tags: ["beta", "alpha"]);

        var tags = JsonElement.Parse(await ReadAsync("tags://all"));

        Assert.Equal("""{"tags":["alpha","beta"],"counts":{"alpha":1,"beta":1}}""", tags.GetRawText());
    }

    [Theory]
    [InlineData("trace://0198c1c2-0000-7000-8000-000000000000", "trace.not_found: There is no trace 0198c1c2-0000-7000-8000-000000000000.")]
    [InlineData("trace://abc", "validation.failed: id: must be the UUID of a trace; 'abc' is none.")]
    public async Task What_is_not_there_is_said_with_its_code(string address, string sentence)
    {
        var refused = await Assert.ThrowsAnyAsync<McpException>(() => ReadAsync(address));

        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
        Assert.Contains("What to do:", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_nothing_is_read()
    {
        using var http = app.CreateClient(key: null);
        await using var stranger = await Agent.ConnectAsync(http);

        var refused = await Assert.ThrowsAnyAsync<McpException>(async () =>
            await stranger.Client.ReadResourceAsync(new Uri("tags://all"), cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("auth.missing_key", refused.Message, StringComparison.Ordinal);
    }

    private async Task<string> ReadAsync(string address)
    {
        var read = await _agent.Client.ReadResourceAsync(address, cancellationToken: TestContext.Current.CancellationToken);
        return Assert.IsType<TextResourceContents>(Assert.Single(read.Contents)).Text;
    }
}
