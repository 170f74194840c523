using CommonTrace.Core.Data;
using CommonTrace.Core.Tags;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace CommonTrace.Core.Import;

/// <summary>Stores some traces and their embedding jobs in one transaction. What is there already stays as it is.</summary>
public sealed class StoreChunk(CommonTraceDbContext database, UseTags useTags)
{
    /// <summary>The advisory lock's number: "CTimport" in ASCII.</summary>
    private const long LockKey = 0x4354696D706F7274;

    // COPY does not write to a table with row-level security, and cannot pass over what is there.
    private const string CreateSql =
        """
        create temp table import_lines (
            line bigint, id uuid, title text, context_text text, solution_text text, content_hash bytea, tags text[],
            agent_model text, agent_version text, metadata_json jsonb, created_at timestamptz, job_id uuid, solution_hash bytea, safety_flags text[]
        ) on commit drop
        """;

    private const string CopySql = "copy import_lines from stdin (format binary)";

    // Rows go in in the order of their lines, each checked by both unique indexes against those before it: of two equal lines the
    // first wins. No traceparent: the request's telemetry would get a span of every trace.
    private const string InsertSql =
        """
        with added as (
            insert into traces (id, tenant_id, contributor_id, title, context_text, solution_text, content_hash, status, trust_score,
                confirmation_count, agent_model, agent_version, metadata_json, is_seed, created_at, updated_at,
                solution_hash, safety_flags)
            select id, $1, $2, title, context_text, solution_text, content_hash, 'pending', 0, 0, agent_model, agent_version, metadata_json,
                false, coalesce(created_at, now()), coalesce(created_at, now()), solution_hash, safety_flags
            from import_lines order by line
            on conflict do nothing
            returning id, content_hash
        ), new as (
            select distinct on (l.id) l.id, l.content_hash, l.tags, l.job_id
            from added a join import_lines l on l.id = a.id and l.content_hash = a.content_hash
            order by l.id, l.line
        ), tagged as (
            insert into trace_tags (trace_id, tag_id, tenant_id)
            select new.id, g.id, $1
            from new cross join unnest(new.tags) wanted (name) join tags g on g.tenant_id = $1 and g.name = wanted.name
        )
        insert into embedding_jobs (id, tenant_id, trace_id, status, priority, attempt, max_attempts, content_hash)
        select job_id, $1, id, 'pending', -5, 0, 5, content_hash from new
        """;

    // Asked last: an equal trace that others stored in this moment is seen. Another tenant's trace that has the id never is.
    private const string TakenSql =
        """
        select l.line, l.id from import_lines l
        where not exists (select from traces t where t.tenant_id = $1 and t.content_hash = l.content_hash)
        """;

    /// <summary>Runs it.</summary>
    /// <param name="caller">Whose traces they become, in the caller's tenant.</param>
    /// <param name="chunk">The traces, in the order of their lines.</param>
    internal Task<StoredChunk> ExecuteAsync(Caller caller, IReadOnlyCollection<ImportedTrace> chunk, CancellationToken cancellationToken) =>
        // May run twice: the connection can break after the commit was sent. The second run then finds all of it unchanged, and the
        // count of new traces is too low by this chunk; the traces themselves are right.
        database.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            // Names the tenant to the connection; the transaction and all commands are on this one.
            await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
            await RunAsync(CreateSql, [], cancellationToken);
            await CopyAsync(chunk, cancellationToken);
            // One at a time: two imports of the same traces in another order would wait for each other in a circle.
            await RunAsync("select pg_advisory_xact_lock($1)", [LockKey], cancellationToken);
            // The tags go first, as in a contribution, for the same reason.
            await useTags.ExecuteAsync(caller.TenantId, chunk.SelectMany(row => row.Trace.Tags).Distinct().ToList(), cancellationToken);
            var imported = await RunAsync(InsertSql, [caller.TenantId, caller.UserId], cancellationToken);
            var taken = await TakenAsync(caller.TenantId, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return new StoredChunk(imported, taken);
        });

    private NpgsqlConnection Connection => (NpgsqlConnection)database.Database.GetDbConnection();

    private async Task CopyAsync(IEnumerable<ImportedTrace> chunk, CancellationToken cancellationToken)
    {
        await using var copy = await Connection.BeginBinaryImportAsync(CopySql, cancellationToken);
        foreach (var row in chunk)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(row.Line, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(row.Id, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(row.Trace.Title, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(row.Trace.ContextText, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(row.Trace.SolutionText, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(row.ContentHash, NpgsqlDbType.Bytea, cancellationToken);
            await copy.WriteAsync(row.Trace.Tags.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(row.Trace.AgentModel, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(row.Trace.AgentVersion, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(row.Trace.MetadataJson, NpgsqlDbType.Jsonb, cancellationToken);
            await copy.WriteAsync(row.CreatedAt, NpgsqlDbType.TimestampTz, cancellationToken);
            await copy.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(CheckTrace.HashOfSolution(row.Trace.SolutionText), NpgsqlDbType.Bytea, cancellationToken);
            await copy.WriteAsync(row.Flags.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private async Task<List<(long Line, Guid Id)>> TakenAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        await using var command = Command(TakenSql, [tenantId]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var taken = new List<(long Line, Guid Id)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            taken.Add((reader.GetInt64(0), reader.GetGuid(1)));
        }

        return taken;
    }

    private async Task<int> RunAsync(string sql, object[] parameters, CancellationToken cancellationToken)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private NpgsqlCommand Command(string sql, object[] parameters)
    {
        var command = new NpgsqlCommand(sql, Connection);
        command.Parameters.AddRange(parameters.Select(value => new NpgsqlParameter { Value = value }).ToArray());
        return command;
    }
}

/// <summary>What became of a chunk; its other traces were there already.</summary>
/// <param name="Imported">How many are new.</param>
/// <param name="Taken">Those whose id belongs to a trace with other content.</param>
internal sealed record StoredChunk(int Imported, IReadOnlyList<(long Line, Guid Id)> Taken);
