using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Embeddings.Local;
using CommonTrace.Tests.Support;
using Npgsql;
using Pgvector;

namespace CommonTrace.Tests.Faults;

/// <summary>What must hold when a fault is over: nothing lost, nothing done twice, nothing stuck, nothing kept quiet.</summary>
/// <param name="Submitted">How many traces there must be.</param>
/// <param name="Failed">How many of them have ended as dead letters; the others are embedded.</param>
/// <param name="Repeated">How many embeddings may have been made once more, where the fault took an answer away or a worker with its answers.</param>
internal sealed record FaultsLedger(int Submitted, int Failed = 0, int Repeated = 0)
{
    private const string ProblemsSql =
        """
        select problem, found from (
            select 'traces without their content''s vector that have not failed' as problem, count(*) as found from traces t
            where (t.embedding is null or t.embedding_hash is distinct from t.content_hash)
                and not exists (select from embedding_jobs j where j.trace_id = t.id and j.status = 'failed' and j.content_hash = t.content_hash)
            union all
            select 'jobs past their lease', count(*) from embedding_jobs where status = 'processing' and lease_expires_at < now()
            union all
            select 'jobs under way', count(*) from embedding_jobs where status in ('pending', 'processing')
            union all
            select 'traces without a job', count(*) from traces t where not exists (select from embedding_jobs j where j.trace_id = t.id)
            union all
            select 'failed attempts that errors does not tell of', count(*) from embedding_jobs j
            where exists (
                select generate_series(1, case j.status when 'completed' then j.attempt - 1 else j.attempt end)
                except select (e ->> 'attempt')::int from jsonb_array_elements(j.errors) e)
            union all
            select 'counts that are not the rows''', count(*) from (
                select tenant_id, status, sum(jobs) as jobs from embedding_job_counts group by tenant_id, status) c
            full join (select tenant_id, status, count(*) as jobs from embedding_jobs group by tenant_id, status) j using (tenant_id, status)
            where coalesce(c.jobs, 0) <> coalesce(j.jobs, 0)
        ) p where found > 0
        """;

    private const string TracesSql = "select title, context_text, solution_text, embedding from traces";

    /// <summary>What does not balance, a sentence each; empty when all does.</summary>
    public async Task<IReadOnlyList<string>> DiscrepanciesAsync(string connectionString, ScriptedProvider provider)
    {
        var builder = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        builder.UseVector();
        await using var source = builder.Build();
        var problems = await RowsAsync(source, ProblemsSql, row => $"{row.GetInt64(1)} {row.GetString(0)}");
        var traces = await RowsAsync(source, TracesSql, row =>
            (EmbeddingText.Of(row.GetString(0), row.GetString(1), row.GetString(2)), row.IsDBNull(3) ? null : row.GetFieldValue<Vector>(3)));
        return [.. problems, .. await OfTracesAsync(traces), .. OfProvider(provider)];
    }

    private async Task<List<string>> OfTracesAsync(List<(string Text, Vector? Vector)> traces)
    {
        List<string> problems = [];
        if (traces.Count != Submitted)
        {
            problems.Add($"{traces.Count} traces where {Submitted} were submitted");
        }

        var embedded = traces.Where(trace => trace.Vector is not null).ToList();
        if (traces.Count - embedded.Count != Failed)
        {
            problems.Add($"{traces.Count - embedded.Count} traces without a vector where {Failed} were to fail");
        }

        // However batches were divided, retried and mixed, each vector is its own text's.
        var expected = await new LocalEmbeddingGenerator().GenerateAsync(embedded.Select(trace => trace.Text));
        var foreign = embedded.Zip(expected).Count(pair => !pair.First.Vector!.Memory.Span.SequenceEqual(pair.Second.Vector.Span));
        if (foreign > 0)
        {
            problems.Add($"{foreign} traces with another text's vector");
        }

        return problems;
    }

    private IEnumerable<string> OfProvider(ScriptedProvider provider)
    {
        var repeated = provider.Embedded.Where(text => text.Key != ProviderCircuit.ProbeText).Sum(text => text.Value - 1);
        if (repeated > Repeated)
        {
            yield return $"{repeated} embeddings were made once more, where at most {Repeated} could not be helped";
        }
    }

    private static async Task<List<T>> RowsAsync<T>(NpgsqlDataSource source, string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = source.CreateCommand(sql);
        await using var row = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await row.ReadAsync())
        {
            rows.Add(read(row));
        }

        return rows;
    }
}
