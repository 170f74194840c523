using CommonTrace.Core.Data;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CommonTrace.Core.Import;

/// <summary>Stores some traces with their history and their embedding jobs in one transaction. What is there already stays as it is.</summary>
public sealed class StoreChunk(CommonTraceDbContext database, SortChunk sort, EmbeddingSets sets)
{
    /// <summary>The advisory lock's number: "CTimport" in ASCII.</summary>
    private const long LockKey = 0x4354696D706F7274;

    /// <summary>Runs it.</summary>
    /// <param name="caller">Into whose tenant they go; whose they are where a line names nobody.</param>
    /// <param name="chunk">The traces, in the order of their lines.</param>
    internal async Task<StoredChunk> ExecuteAsync(Caller caller, IReadOnlyCollection<ImportedTrace> chunk, CancellationToken cancellationToken)
    {
        var model = chunk.Any(trace => trace.Embedding is not null) ? (await sets.EstablishedAsync(cancellationToken))?.Model : null;
        // May run twice: the connection can break after the commit was sent. The second run then finds all of it unchanged, and the
        // count of new traces is too low by this chunk; the traces themselves are right.
        return await database.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            // Names the tenant to the connection; the transaction and all commands are on this one.
            await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
            // One at a time: two imports of the same traces in another order would wait for each other in a circle.
            await Connection.ExecuteAsync("select pg_advisory_xact_lock($1)", [new() { Value = LockKey }], cancellationToken);
            var sorted = await sort.ExecuteAsync(caller.TenantId, chunk, null, cancellationToken);
            var stored = await StoreAsync(caller, sorted, model, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return stored;
        });
    }

    private NpgsqlConnection Connection => (NpgsqlConnection)database.Database.GetDbConnection();

    private async Task<StoredChunk> StoreAsync(Caller caller, SortedChunk sorted, EmbeddingModel? model, CancellationToken cancellationToken)
    {
        var added = new Dictionary<Guid, bool>();
        if (sorted.Fresh.Count > 0)
        {
            await PrepareAsync(caller.TenantId, sorted.Fresh, model, cancellationToken);
            await CopyTraces.ExecuteAsync(Connection, caller.UserId, sorted.Fresh, model, cancellationToken);
            var parameters = ImportSql.InsertParameters(caller.TenantId, model);
            foreach (var (id, hasVector) in await Connection.QueryAsync(
                ImportSql.InsertOf(model), parameters, row => (row.GetGuid(0), row.GetBoolean(1)), cancellationToken))
            {
                added.Add(id, hasVector);
            }

            await StoreHistory.ExecuteAsync(Connection, caller.TenantId, [.. sorted.Fresh.Where(trace => added.ContainsKey(trace.Id))], cancellationToken);
        }

        return new StoredChunk(
            added.Count, sorted.Taken, await TieAsync(caller.TenantId, sorted, cancellationToken),
            sorted.Fresh.Count(trace => trace.Told.Embedding is not null && added.TryGetValue(trace.Id, out var hasVector) && !hasVector));
    }

    /// <summary>Makes what the traces refer to: their people and their tags, sorted, so that nobody waits in a circle; and the table they are copied to.</summary>
    private async Task PrepareAsync(Guid tenantId, IReadOnlyCollection<ImportedTrace> fresh, EmbeddingModel? model, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(Connection);
        var people = fresh.SelectMany(trace => trace.Everybody()).Where(person => person.Id != User.OperatorId)
            .GroupBy(person => person.Id, (_, same) => same.MaxBy(person => (person.DisplayName is not null, person.CreatedAt is not null))!).ToList();
        if (people.Count > 0)
        {
            batch.BatchCommands.Add(ImportSql.Rows(ImportSql.People, tenantId, people));
        }

        var tags = fresh.SelectMany(trace => trace.Trace.Tags).Distinct().ToArray();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(StoreTrace.TagsSql)
        {
            Parameters = { new() { Value = tenantId }, new() { Value = tags.Select(_ => Guid.CreateVersion7()).ToArray() }, new() { Value = tags } },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(ImportSql.CreateOf(model)));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Lets traces supersede others, also those that were stored before without; answers how many of the others are not there.</summary>
    private async Task<int> TieAsync(Guid tenantId, SortedChunk sorted, CancellationToken cancellationToken)
    {
        var ties = sorted.Ties.ToList();
        return ties.Count == 0 ? 0 : (await Connection.QueryAsync(
            ImportSql.Tie,
            [
                new() { Value = tenantId }, new() { Value = ties.Select(tie => tie.Id).ToArray() }, new() { Value = ties.Select(tie => tie.Older).ToArray() },
            ],
            row => row.GetInt32(0), cancellationToken))[0];
    }
}

/// <summary>What became of a chunk; its other traces were there already.</summary>
/// <param name="Imported">How many are new.</param>
/// <param name="Taken">Those whose id belongs to a trace with other content.</param>
/// <param name="SupersedesMissing">How many supersede what is not there.</param>
/// <param name="VectorsIgnored">How many of the new ones brought a vector that could not be used.</param>
internal sealed record StoredChunk(int Imported, IReadOnlyList<(long Line, Guid Id)> Taken, int SupersedesMissing, int VectorsIgnored);
