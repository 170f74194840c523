using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Traces;

namespace CommonTrace.Core.Import;

/// <summary>A good line of an import, ready to be stored.</summary>
/// <param name="Line">The line's number.</param>
/// <param name="Id">The trace's id: the line's own, else a new one.</param>
/// <param name="Trace">The trace behind the gates, with its tags normalised.</param>
/// <param name="Flags">Signs of injection or danger in its texts.</param>
/// <param name="CreatedAt">In UTC; null for now.</param>
internal sealed record ImportedTrace(long Line, Guid Id, NewTrace Trace, IReadOnlyList<string> Flags, DateTime? CreatedAt)
{
    public byte[] ContentHash { get; } = EmbeddingText.Hash(Trace.Title, Trace.ContextText, Trace.SolutionText);

    public static ImportedTrace Of(long number, ImportLine line, ScreenedTrace screened, IReadOnlyList<string> tags) => new(
        number, line.Id ?? Guid.CreateVersion7(), screened.Trace with { Tags = tags }, screened.Flags, line.CreatedAt is { } createdAt ? InUtc(createdAt) : null);

    private static DateTime InUtc(DateTime time) =>
        time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time.ToUniversalTime();
}
