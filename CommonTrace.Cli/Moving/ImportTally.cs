using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace CommonTrace.Cli.Moving;

/// <summary>What became of the items so far; the sum of the server's answers.</summary>
internal sealed class ImportTally
{
    private const int MostDroppedTags = 1_000;
    private const string RejectedCount = "rejected_count";

    /// <summary>How many items of the source are dealt with.</summary>
    public long Items { get; set; }

    /// <summary>The server's figures by their names, and its <c>rejected_count</c> with those that were never sent.</summary>
    public Dictionary<string, long> Counts { get; init; } = new() { ["imported"] = 0, ["unchanged"] = 0, [RejectedCount] = 0 };

    /// <summary>Texts that could not be made a tag; at most 1,000.</summary>
    public SortedSet<string> DroppedTags { get; init; } = new(StringComparer.Ordinal);

    public long Rejected => Counts[RejectedCount];

    public void Add(JsonElement answer)
    {
        foreach (var figure in answer.EnumerateObject().Where(figure => figure.Value.ValueKind == JsonValueKind.Number))
        {
            Counts[figure.Name] = Counts.GetValueOrDefault(figure.Name) + figure.Value.GetInt64();
        }

        DroppedTags.UnionWith(answer.GetProperty("dropped_tags").EnumerateArray().Select(tag => tag.GetString()!).Take(MostDroppedTags - DroppedTags.Count));
    }

    /// <summary>Adds what was refused before it was sent.</summary>
    public void AddRejected(int count) => Counts[RejectedCount] += count;

    public JsonElement ToJson(string? rejects) => JsonSerializer.SerializeToElement(new JsonObject(
        Counts.Select(count => KeyValuePair.Create(count.Key, (JsonNode?)count.Value)))
    {
        ["dropped_tags"] = new JsonArray([.. DroppedTags.Select(tag => (JsonNode)tag)]),
        ["rejects"] = rejects,
    });

    /// <summary>Draws it for people.</summary>
    /// <param name="isCheck">True when nothing was stored.</param>
    /// <param name="rejects">Where the rejected lines are; null when there are none.</param>
    public void Draw(IAnsiConsole screen, bool isCheck, string? rejects)
    {
        var figures = Counts.Where(count => count.Value > 0 || count.Key is "imported" or "unchanged")
            .Select(count => $"{count.Key.Replace("_count", "", StringComparison.Ordinal).Replace('_', ' ')} {count.Value:N0}");
        screen.MarkupLineInterpolated($"{(isCheck ? "Checked, nothing is stored; an import would say: " : "")}{string.Join(", ", figures)}.");
        if (DroppedTags.Count > 0)
        {
            screen.MarkupLineInterpolated($"Left out, for they are no tags: {string.Join(", ", DroppedTags.Take(10))}{(DroppedTags.Count > 10 ? ", …" : "")}");
        }

        if (Counts.GetValueOrDefault("supersedes_missing") > 0)
        {
            screen.MarkupLine("Some supersede a trace that came behind them: import the same once more, and they know.");
        }

        if (rejects is not null)
        {
            screen.MarkupLineInterpolated($"[yellow]What was rejected is in {rejects}, with the reasons. Mend it there, and import that file.[/]");
        }
    }
}
