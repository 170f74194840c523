using CommonTrace.Tests.Support;
using ModelContextProtocol.Protocol;

namespace CommonTrace.Tests.Mcp;

/// <summary>The prompts, which need no key.</summary>
public sealed class PromptTests(TestApp app)
{
    [Theory]
    [InlineData("before_you_debug", "problem", "search_traces", "report_outcome")]
    [InlineData("after_you_fixed_it", "what", "contribute_trace", "amend_trace")]
    public async Task A_prompt_leads_to_the_tools(string name, string argument, params string[] tools)
    {
        using var http = app.CreateClient(key: null);
        await using var agent = await Agent.ConnectAsync(http);

        var plain = await TextAsync(agent, name, []);
        var about = await TextAsync(agent, name, new() { [argument] = "57P01 behind pgbouncer" });

        Assert.All(tools, tool => Assert.Contains(tool, plain, StringComparison.Ordinal));
        Assert.DoesNotContain("(", plain.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("(57P01 behind pgbouncer)", about.Split('\n')[0], StringComparison.Ordinal);
    }

    private static async Task<string> TextAsync(Agent agent, string name, Dictionary<string, object?> arguments)
    {
        var prompt = await agent.Client.GetPromptAsync(name, arguments, cancellationToken: TestContext.Current.CancellationToken);
        return Assert.IsType<TextContentBlock>(Assert.Single(prompt.Messages).Content).Text;
    }
}
