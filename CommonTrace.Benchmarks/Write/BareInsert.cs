using System.Diagnostics;
using CommonTrace.Benchmarks.Stage;
using Npgsql;

namespace CommonTrace.Benchmarks.Write;

/// <summary>The rows that a contribution stores, written by bare SQL: trace, job and tags in one round trip and one transaction.</summary>
internal static class BareInsert
{
    private const string TraceSql =
        """
        insert into traces (id, tenant_id, title, context_text, solution_text, content_hash, status, trust_score, confirmation_count, contributor_id, is_seed)
        values ($1, '00000000-0000-7000-8000-000000000001', $2, $3, $4, $5, 'pending', 0, 0, '00000000-0000-7000-8000-000000000002', false)
        """;

    private const string TagsSql =
        """
        insert into trace_tags (trace_id, tag_id, tenant_id) select $1, id, tenant_id from tags where name = any($2)
        """;

    private const string JobSql =
        """
        insert into embedding_jobs (id, tenant_id, trace_id, status, priority, attempt, max_attempts, content_hash)
        values ($1, '00000000-0000-7000-8000-000000000001', $2, 'pending', 0, 0, 5, $3)
        """;

    public static async Task<TimeSpan> StoreAsync(NpgsqlDataSource source, TraceText text)
    {
        var started = Stopwatch.GetTimestamp();
        await using var batch = source.CreateBatch();
        Add(batch, TraceSql, text.Id, text.Title, text.Context, text.Solution, text.ContentHash);
        Add(batch, TagsSql, text.Id, TraceClient.Tags);
        Add(batch, JobSql, Guid.CreateVersion7(), text.Id, text.ContentHash);
        await batch.ExecuteNonQueryAsync();
        return Stopwatch.GetElapsedTime(started);
    }

    private static void Add(NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = batch.CreateBatchCommand();
        command.CommandText = sql;
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        batch.BatchCommands.Add(command);
    }
}
