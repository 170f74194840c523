using CommonTrace.Core.Data;
using CommonTrace.Core.Users;

namespace CommonTrace.Core.Embeddings.Reembed;

/// <summary>Stops embedding for the next model, or goes on with it; an index that is being built is finished. Twice is as good as once.</summary>
public sealed class PauseReembedding(OwnerDatabase owner, GetReembedding progress)
{
    private const string Sql = "update embedding_sets set paused = $1, updated_at = now() where role = 'next'";

    /// <summary>Stops it, until it is resumed.</summary>
    public Task<Result<ReembeddingProgress>> PauseAsync(Caller caller, CancellationToken cancellationToken) =>
        SetAsync(caller, isPaused: true, cancellationToken);

    /// <summary>Goes on with it.</summary>
    public Task<Result<ReembeddingProgress>> ResumeAsync(Caller caller, CancellationToken cancellationToken) =>
        SetAsync(caller, isPaused: false, cancellationToken);

    private async Task<Result<ReembeddingProgress>> SetAsync(Caller caller, bool isPaused, CancellationToken cancellationToken)
    {
        var changed = await owner.ChangeAsync<bool>(
            async connection =>
            {
                if (!(await connection.ReadSetsAsync(cancellationToken)).TryGetValue(EmbeddingSetRole.Next, out var next))
                {
                    return ReembedFailures.NotRunning;
                }

                await connection.ExecuteAsync(Sql, [new() { Value = isPaused }], cancellationToken);
                await connection.AuditAsync(caller, isPaused ? "reembed.pause" : "reembed.resume", next, cancellationToken);
                return true;
            },
            cancellationToken);
        return changed.Failure is { } failure ? failure : await progress.ExecuteAsync(cancellationToken);
    }
}
