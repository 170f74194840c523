using System.Text.Json;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Safety;

namespace CommonTrace.Core.Traces;

/// <summary>What a trace says: all of it that an edit can change.</summary>
/// <param name="Tags">Normalised names, each once.</param>
internal sealed record TraceContent(
    string Title, string ContextText, string SolutionText, IReadOnlyList<string> Tags, string? MetadataJson, DateTimeOffset? ReviewAfter, string? WatchCondition)
{
    /// <summary>By which equal content is known; 32 bytes.</summary>
    public byte[] Hash => EmbeddingText.Hash(Title, ContextText, SolutionText);

    /// <summary>Signs of injection or danger in its texts.</summary>
    public IEnumerable<string> Flags => new[] { Title, ContextText, SolutionText, MetadataJson, WatchCondition }.OfType<string>().SelectMany(DangerMarks.Find).Distinct();

    public bool HasTextOf(TraceContent other) => (Title, ContextText, SolutionText) == (other.Title, other.ContextText, other.SolutionText);

    public bool IsSameAs(TraceContent other) =>
        HasTextOf(other) && (ReviewAfter, WatchCondition) == (other.ReviewAfter, other.WatchCondition)
        && Tags.ToHashSet().SetEquals(other.Tags) && IsSame(MetadataJson, other.MetadataJson);

    // The database writes a document in its own way.
    private static bool IsSame(string? one, string? other) =>
        one == other || (one is not null && other is not null && JsonElement.DeepEquals(JsonElement.Parse(one), JsonElement.Parse(other)));
}
