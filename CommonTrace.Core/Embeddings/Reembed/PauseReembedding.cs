using CommonTrace.Core.Data;
using CommonTrace.Core.Users;

namespace CommonTrace.Core.Embeddings.Reembed;

/// <summary>Stops embedding for the next model, until it is resumed; an index that is being built is finished.</summary>
public sealed class PauseReembedding(OwnerDatabase owner, GetReembedding progress)
{
    private const string Sql = "update embedding_sets set paused = true, updated_at = now() where role = 'next'";

    /// <summary>Runs it; twice is as good as once.</summary>
    public async Task<Result<ReembeddingProgress>> ExecuteAsync(Caller caller, CancellationToken cancellationToken)
    {
        var changed = await owner.ChangeAsync<bool>(
            async connection =>
            {
                if (!(await connection.ReadSetsAsync(cancellationToken)).TryGetValue(EmbeddingSetRole.Next, out var next))
                {
                    return ReembedFailures.NotRunning;
                }

                await connection.ExecuteAsync(Sql, [], cancellationToken);
                await connection.AuditAsync(caller, "reembed.pause", next, cancellationToken);
                return true;
            },
            cancellationToken);
        return changed.Failure is { } failure ? failure : await progress.ExecuteAsync(cancellationToken);
    }
}
