using CommonTrace.Core.Jobs;
using Npgsql;

namespace CommonTrace.Core.Embeddings;

/// <summary>
/// Which model's vectors are stored and read: a fact in the database that every process follows. Configuration only says which model to
/// begin with; from then on a re-embedding changes it.
/// </summary>
public sealed class EmbeddingSets(QueueDatabase database, EmbeddingProvider provider, EstablishSet establish, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    /// <summary>What <see cref="Read"/> reads.</summary>
    internal const string Columns = "id, provider, model_id, model_version, dimensions, role";

    private const string ReadSql = $"select {Columns} from embedding_sets where role in ('active', 'next') and not paused";

    private volatile Reading? _last;

    /// <summary>The set that searches read; null before the first vector was asked for. At most a second old.</summary>
    public async Task<EmbeddingSet?> ActiveAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken)).FirstOrDefault(set => set.Role == EmbeddingSetRole.Active);

    /// <summary>The set that a re-embedding fills at the moment, if any; null also while that is paused. At most a second old.</summary>
    public async Task<EmbeddingSet?> NextAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken)).FirstOrDefault(set => set.Role == EmbeddingSetRole.Next);

    /// <summary>The active set; when there is none yet, the configured model's becomes it. Null without a provider.</summary>
    public async Task<EmbeddingSet?> EstablishedAsync(CancellationToken cancellationToken)
    {
        if (await ActiveAsync(cancellationToken) is { } active)
        {
            return active;
        }

        if (provider.Configured is not { } model)
        {
            return null;
        }

        await establish.ExecuteAsync(model, cancellationToken);
        Forget();
        return await ActiveAsync(cancellationToken);
    }

    /// <summary>Whether searches read another model's vectors by now; asks the database.</summary>
    public async Task<bool> HaveLeftAsync(EmbeddingModel model, CancellationToken cancellationToken)
    {
        Forget();
        return (await ActiveAsync(cancellationToken))?.Model != model;
    }

    /// <summary>Forgets what was read: the next question goes to the database.</summary>
    public void Forget() => _last = null;

    private async Task<IReadOnlyList<EmbeddingSet>> ReadAsync(CancellationToken cancellationToken)
    {
        if (_last is { } last && time.GetElapsedTime(last.At) < Fresh)
        {
            return last.Sets;
        }

        var at = time.GetTimestamp();
        var sets = await database.QueryAsync(ReadSql, [], Read, cancellationToken);
        _last = new Reading(at, sets);
        return sets;
    }

    internal static EmbeddingSet Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), new EmbeddingModel(row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt32(4)), row.GetString(5));

    private sealed record Reading(long At, IReadOnlyList<EmbeddingSet> Sets);
}
