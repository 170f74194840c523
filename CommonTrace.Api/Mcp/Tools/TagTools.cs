using System.ComponentModel;
using CommonTrace.Api.Mcp.Calls;
using CommonTrace.Api.Mcp.Text;
using CommonTrace.Core.Tags;
using CommonTrace.Core.Users;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace CommonTrace.Api.Mcp.Tools;

/// <summary>The words that traces are found by.</summary>
internal static class TagTools
{
    [McpServerTool(Name = "list_tags", Title = "List tags", ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = false,
        UseStructuredContent = true, OutputSchemaType = typeof(UsedTags))]
    [NeedsScope(Scopes.Read)]
    [Description("Call this before you narrow a search by tags, or tag a contribution: it gives the tags in use and how many traces bear each, the most used first.")]
    public static async Task<CallToolResult> ListAsync(ListTags list, CancellationToken cancellationToken)
    {
        var tags = await list.ExecuteAsync(cancellationToken);
        var frame = UsedTags.Of([], tags.Count);
        var shown = TokenBudget.Fit(
            tags.OrderByDescending(tag => tag.Count).ThenBy(tag => tag.Name, StringComparer.Ordinal).Select(tag => (Func<int, TagCount>)(_ => tag)),
            TokenBudget.Default - TokenBudget.CostOf(TextOf(frame), frame),
            tag => TokenBudget.CostOf($"{Written(tag)}, ", tag) + 1);
        var used = UsedTags.Of(shown, tags.Count);
        return ToolResults.Of(TextOf(used), used);
    }

    private static string TextOf(UsedTags used) => used.Total == 0
        ? "No trace bears a tag yet."
        : $"{used.Total} tags, the most used first{(used.LeftOut > 0 ? $"; {used.LeftOut} left out, the resource tags://all has all" : "")}. {Envelope.Notice}\n"
            + new Envelope().Seal(string.Join(", ", used.Tags.Select(Written)));

    private static string Written(TagCount tag) => $"{tag.Name} ({tag.Count})";
}

/// <summary>The tags in use.</summary>
internal sealed record UsedTags(
    [property: Description("The most used first. Names are words of a-z 0-9 . + # _ - that contributors chose.")] IReadOnlyList<TagCount> Tags,
    [property: Description("How many there are.")] int Total,
    [property: Description("How many are not shown; the resource tags://all has all.")] int LeftOut)
{
    public static UsedTags Of(IReadOnlyList<TagCount> shown, int total) => new(shown, total, total - shown.Count);
}
