using CommonTrace.Core.Data;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Search.Similar;
using CommonTrace.Core.Tags;
using Microsoft.EntityFrameworkCore;

namespace CommonTrace.Core.Traces;

/// <summary>Says what submitting a trace would say, and stores nothing. A contribution begins with it.</summary>
public sealed class CheckTrace(CommonTraceDbContext database, FindSimilar similar)
{
    public async Task<Result<CheckedTrace>> ExecuteAsync(NewTrace submitted, CancellationToken cancellationToken)
    {
        if (submitted.SupersedesTraceId is { } older && await RefusalToSupersedeAsync(older, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var (tags, dropped) = Tag.NormalizeAll(submitted.Tags);
        return new CheckedTrace(
            EmbeddingText.Hash(submitted.Title, submitted.ContextText, submitted.SolutionText), tags, dropped,
            await similar.ExecuteAsync(submitted.Title, submitted.ContextText, submitted.SolutionText, cancellationToken));
    }

    /// <summary>
    /// Why a trace cannot be superseded: it was deleted, or never was. Anybody may supersede a trace: both stay readable, and searches and votes say
    /// which is better. Null when nothing is in the way.
    /// </summary>
    internal async Task<Failure?> RefusalToSupersedeAsync(Guid older, CancellationToken cancellationToken) =>
        await database.Traces.AnyAsync(trace => trace.Id == older, cancellationToken) ? null
        : await database.WhyMissingAsync(older, cancellationToken) is { Code: "trace.deleted" } deleted
            ? Failure.Field("supersedes_trace_id", deleted.Detail) with { Code = deleted.Code }
            : Failure.Field("supersedes_trace_id", $"there is no trace {older}.");

    /// <summary>The trace of the same content that stands already.</summary>
    public async Task<Guid?> DuplicateOfAsync(CheckedTrace trace, CancellationToken cancellationToken) =>
        await database.Traces.Where(row => row.ContentHash == trace.ContentHash).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(cancellationToken);
}

/// <summary>What is known of a submission before it is stored.</summary>
/// <param name="ContentHash">By which equal content is known; 32 bytes.</param>
/// <param name="Tags">The tags it would bear.</param>
/// <param name="DroppedTags">What could not be made a tag.</param>
/// <param name="Similar">Traces with nearly the same content; at most 3.</param>
public sealed record CheckedTrace(byte[] ContentHash, IReadOnlyList<string> Tags, IReadOnlyList<string> DroppedTags, IReadOnlyList<SimilarTrace> Similar);
