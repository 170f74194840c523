using System.Collections.Concurrent;
using System.Diagnostics;
using CommonTrace.Benchmarks.Stage;
using Npgsql;
using Pgvector;

namespace CommonTrace.Benchmarks.Pipeline;

/// <summary>The limit of any pipeline: so many sessions that do nothing but store vectors that were made beforehand.</summary>
internal static class BareLoop
{
    private const int Batch = 128;

    private const string StoreSql =
        """
        update traces t set embedding = v.embedding, embedding_model_id = 'local', embedding_model_version = '1'
        from unnest($1::uuid[], $2::vector[]) v (id, embedding) where t.id = v.id
        """;

    /// <summary>Stores them and answers how long it took.</summary>
    public static async Task<TimeSpan> StoreAsync(TraceStage stage, IReadOnlyList<(Guid Id, Vector Vector)> vectors, int sessions)
    {
        var watch = Stopwatch.StartNew();
        var batches = new ConcurrentQueue<(Guid Id, Vector Vector)[]>(vectors.Chunk(Batch));
        await Task.WhenAll(Enumerable.Range(0, sessions).Select(_ => StoreAllAsync(stage, batches)));
        return watch.Elapsed;
    }

    private static async Task StoreAllAsync(TraceStage stage, ConcurrentQueue<(Guid Id, Vector Vector)[]> batches)
    {
        await using var connection = await stage.Source.OpenConnectionAsync();
        while (batches.TryDequeue(out var batch))
        {
            await using var command = new NpgsqlCommand(StoreSql, connection);
            command.Parameters.Add(new() { Value = Array.ConvertAll(batch, one => one.Id) });
            command.Parameters.Add(new() { Value = Array.ConvertAll(batch, one => one.Vector) });
            await command.ExecuteNonQueryAsync();
        }
    }
}
