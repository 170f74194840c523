using System.Text.Json;
using CommonTrace.Core.Data;
using CommonTrace.Core.Jobs;
using CommonTrace.Core.Paging;
using CommonTrace.Core.Users;
using Npgsql;
using NpgsqlTypes;

namespace CommonTrace.Core.Audit;

/// <summary>The record of what operators did. An action and its record are one statement: there is none without the other.</summary>
public sealed class AuditLog(QueueDatabase database, OwnerDatabase owner)
{
    private const string ListSql =
        "select id, actor_id, action, reason, detail, created_at from audit_log where id < $1 order by id desc limit $2";

    /// <summary>Runs an action and records it.</summary>
    /// <param name="caller">Who acts.</param>
    /// <param name="action">What is done, such as <c>queue.pause</c>.</param>
    /// <param name="reason">Why, in the caller's words.</param>
    /// <param name="sql">
    /// The action: common table expressions of which <c>outcome</c> has the column <c>detail</c>, and a row if anything was done. $2 is the actor,
    /// $4 the reason; its own parameters begin with $5.
    /// </param>
    /// <param name="parameters">The action's own parameters.</param>
    /// <returns>What came of it, as JSON; null when nothing was done.</returns>
    internal Task<JsonElement?> RecordAsync(
        Caller caller, string action, string? reason, string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken) =>
        RecordAsync(database.QueryAsync, caller, action, reason, sql, parameters, cancellationToken);

    /// <summary>Runs an action on tenants and their people as the owner, past the seals, and records it.</summary>
    internal Task<JsonElement?> RecordAsOwnerAsync(
        Caller caller, string action, string? reason, string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken) =>
        RecordAsync(owner.QueryAsync, caller, action, reason, sql, parameters, cancellationToken);

    private static async Task<JsonElement?> RecordAsync(
        Query query, Caller caller, string action, string? reason, string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        var details = await query(
            RecordingSql(sql),
            [
                new() { Value = Guid.CreateVersion7() }, new() { Value = caller.UserId }, new() { Value = action },
                new() { Value = (object?)reason ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text }, .. parameters,
            ],
            row => row.GetString(0),
            cancellationToken);
        return details is [var detail, ..] ? JsonElement.Parse(detail) : null;
    }

    /// <summary>Records what is over and changed nothing.</summary>
    internal Task RecordAsync(Caller caller, string action, string? reason, object detail, CancellationToken cancellationToken) => RecordAsync(
        caller, action, reason, "outcome as (select $5::jsonb as detail)",
        [new() { Value = JsonSerializer.Serialize(detail), NpgsqlDbType = NpgsqlDbType.Text }], cancellationToken);

    /// <summary>Lists records, the newest first.</summary>
    /// <param name="limit">How many; 1 to 100.</param>
    /// <param name="cursor">Where the page before ended; null for the first.</param>
    public async Task<Result<Page<AuditRecord>>> ListAsync(int limit, string? cursor, CancellationToken cancellationToken)
    {
        if (!PageCursor.TryRead(cursor, out var before))
        {
            return PageCursor.Failure;
        }

        var records = await database.QueryAsync(
            ListSql,
            [new() { Value = before }, new() { Value = limit + 1 }],
            row => new AuditRecord(
                row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), JsonElement.Parse(row.GetString(4)),
                row.GetFieldValue<DateTimeOffset>(5)),
            cancellationToken);
        return Page<AuditRecord>.Of(records, limit, record => record.Id);
    }

    // Run again because its first answer was lost, a statement finds its own record, and answers what that says.
    private static string RecordingSql(string sql) =>
        $"""
        with {sql}, recorded as (
            insert into audit_log (id, actor_id, action, reason, detail) select $1, $2, $3, $4, detail from outcome
            on conflict (id) do nothing
            returning detail
        )
        select detail from recorded union all select detail from audit_log where id = $1
        """;

    private delegate Task<List<string>> Query(
        string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, string> read, CancellationToken cancellationToken);
}

/// <summary>Who did what, when, and why.</summary>
/// <param name="Id">The record.</param>
/// <param name="ActorId">The user.</param>
/// <param name="Action">What was done, such as <c>queue.pause</c>.</param>
/// <param name="Reason">Why, in the actor's words; null when none was given.</param>
/// <param name="Detail">What it was done to and what came of it.</param>
/// <param name="CreatedAt">When, by the database's clock.</param>
public sealed record AuditRecord(Guid Id, Guid ActorId, string Action, string? Reason, JsonElement Detail, DateTimeOffset CreatedAt);
