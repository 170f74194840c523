using System.Text.Json;
using CommonTrace.Core.Data;
using CommonTrace.Core.Users;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace CommonTrace.Core.Moderation;

/// <summary>Records what a moderator did to somebody else's trace, in the transaction that does it. Operators read it with the rest of the audit.</summary>
public sealed class RecordModeration(CommonTraceDbContext database)
{
    internal const string Flag = "moderation.flag";
    internal const string Restore = "moderation.restore";
    internal const string Remove = "moderation.remove";

    private const string Sql = "insert into audit_log (id, actor_id, action, reason, detail) values ($1, $2, $3, $4, $5)";

    /// <summary>Runs it on the context's open transaction.</summary>
    /// <param name="action">What was done, such as <see cref="Restore"/> or <c>trace.edit</c>.</param>
    /// <param name="reason">Why, in the moderator's words.</param>
    internal Task ExecuteAsync(Caller caller, string action, Guid traceId, string? reason, CancellationToken cancellationToken) =>
        ((NpgsqlConnection)database.Database.GetDbConnection()).ExecuteAsync(
            Sql,
            [
                new() { Value = Guid.CreateVersion7() }, new() { Value = caller.UserId }, new() { Value = action },
                new() { Value = (object?)reason ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = JsonSerializer.Serialize(new { tenant_id = caller.TenantId, trace_id = traceId }), NpgsqlDbType = NpgsqlDbType.Jsonb },
            ],
            cancellationToken);
}
