using System.Diagnostics;
using CommonTrace.Benchmarks.Stage;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Embeddings.Local;
using Microsoft.Extensions.AI;
using Npgsql;
using Pgvector;

namespace CommonTrace.Benchmarks.Pipeline;

/// <summary>
/// The first design of this system, as a yardstick: one worker that looks every 5 s, takes ten traces, keeps their rows locked while it
/// embeds them one call after the other, and commits.
/// </summary>
internal sealed class FirstDesign(TraceStage stage)
{
    private const string TakeSql =
        "select id, title, context_text, solution_text from traces where embedding is null order by created_at limit 10 for update skip locked";

    private const string StoreSql =
        "update traces set embedding = $2, embedding_model_id = 'local', embedding_model_version = '1' where id = $1";

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    /// <summary>Looks so many times; answers traces a second, the wait after each batch included.</summary>
    public async Task<double> RunAsync(int looks)
    {
        var watch = Stopwatch.StartNew();
        var stored = 0;
        for (var look = 0; look < looks; look++)
        {
            stored += await PassAsync();
            await Task.Delay(Poll);
        }

        return stored / watch.Elapsed.TotalSeconds;
    }

    private async Task<int> PassAsync()
    {
        await using var connection = await stage.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var taken = await TakeAsync(connection);
        using var embedder = new LocalEmbeddingGenerator();
        foreach (var (id, text) in taken)
        {
            var embedding = await embedder.GenerateAsync(text);
            await using var store = new NpgsqlCommand(StoreSql, connection);
            store.Parameters.Add(new() { Value = id });
            store.Parameters.Add(new() { Value = new Vector(embedding.Vector) });
            await store.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
        return taken.Count;
    }

    private static async Task<List<(Guid Id, string Text)>> TakeAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(TakeSql, connection);
        await using var row = await command.ExecuteReaderAsync();
        var taken = new List<(Guid, string)>();
        while (await row.ReadAsync())
        {
            taken.Add((row.GetGuid(0), EmbeddingText.Of(row.GetString(1), row.GetString(2), row.GetString(3))));
        }

        return taken;
    }
}
