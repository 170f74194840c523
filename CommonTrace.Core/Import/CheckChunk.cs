using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Users;

namespace CommonTrace.Core.Import;

/// <summary>Says what storing a chunk would say, and stores nothing.</summary>
public sealed class CheckChunk(SortChunk sort, EmbeddingSets sets, EmbeddingProvider provider)
{
    /// <summary>Runs it.</summary>
    /// <param name="seen">What the chunks before would have stored; what this one would is added.</param>
    internal async Task<StoredChunk> ExecuteAsync(
        Caller caller, IReadOnlyCollection<ImportedTrace> chunk, SeenTraces seen, CancellationToken cancellationToken)
    {
        var model = (await sets.ActiveAsync(cancellationToken))?.Model ?? provider.Configured;
        var sorted = await sort.ExecuteAsync(caller.TenantId, chunk, seen, cancellationToken);
        return new StoredChunk(
            sorted.Fresh.Count, sorted.Taken, sorted.LooseTies,
            sorted.Fresh.Count(trace => trace.Told.Embedding is not null && (model is null || trace.Embedding?.IsOf(model) != true)));
    }
}
