using CommonTrace.Benchmarks.Stage;
using Npgsql;

namespace CommonTrace.Benchmarks.Chaos;

/// <summary>Traces with their jobs that come in while others are embedded; no two have the same text.</summary>
internal sealed class Inflow(NpgsqlDataSource source)
{
    private const int Distinct = 2_000;

    private const string AddSql =
        """
        with new as (
            insert into traces (id, tenant_id, title, context_text, solution_text, content_hash, status, trust_score, confirmation_count, contributor_id, is_seed)
            select id, '00000000-0000-7000-8000-000000000001', title, context, solution, hash, 'pending', 0, 0, '00000000-0000-7000-8000-000000000002', false
            from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bytea[]) t (id, title, context, solution, hash)
            returning id, tenant_id, content_hash
        )
        insert into embedding_jobs (id, tenant_id, trace_id, status, priority, attempt, max_attempts, content_hash)
        select gen_random_uuid(), tenant_id, id, 'pending', 0, 0, 5, content_hash from new
        """;

    private readonly List<TraceText> _texts = TraceText.Make(Distinct, seed: 2);

    public int Added { get; private set; }

    public async Task AddAsync(int count)
    {
        var texts = Enumerable.Range(Added, count).Select(Text).ToList();
        await using var command = source.CreateCommand(AddSql);
        command.CommandTimeout = 0;
        command.Parameters.Add(new() { Value = texts.Select(text => text.Id).ToArray() });
        command.Parameters.Add(new() { Value = texts.Select(text => text.Title).ToArray() });
        command.Parameters.Add(new() { Value = texts.Select(text => text.Context).ToArray() });
        command.Parameters.Add(new() { Value = texts.Select(text => text.Solution).ToArray() });
        command.Parameters.Add(new() { Value = texts.Select(text => text.ContentHash).ToArray() });
        await command.ExecuteNonQueryAsync();
        Added += count;
    }

    /// <summary>How many due traces are not embedded yet.</summary>
    public async Task<long> LeftAsync()
    {
        await using var command = source.CreateCommand("select count(*) from embedding_jobs where status in ('pending', 'processing') and scheduled_at <= now()");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private TraceText Text(int number)
    {
        var text = _texts[number % Distinct];
        return text with { Id = Guid.CreateVersion7(), Title = $"{number} {text.Title}" };
    }
}
