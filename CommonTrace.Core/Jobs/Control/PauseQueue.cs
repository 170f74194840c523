using CommonTrace.Core.Audit;
using CommonTrace.Core.Users;
using NpgsqlTypes;

namespace CommonTrace.Core.Jobs.Control;

/// <summary>Stops claiming, for every worker, until the pause is ended or expires. What is in hand is finished.</summary>
public sealed class PauseQueue(AuditLog audit)
{
    private const string Sql =
        $"""
        outcome as (
            insert into queue_pauses (id, reason, owner_id, expires_at) values ($5, $4, $2, now() + $6)
            on conflict (id) do nothing
            returning {HeldPause.Detail} as detail
        )
        """;

    /// <summary>Runs it. Two pauses need two resumes.</summary>
    /// <param name="caller">Who wants it.</param>
    /// <param name="reason">Why; 1 to 500 characters.</param>
    /// <param name="expiresIn">How long it holds at most; null for until it is ended.</param>
    public async Task<HeldPause> ExecuteAsync(Caller caller, string reason, TimeSpan? expiresIn, CancellationToken cancellationToken)
    {
        var detail = await audit.RecordAsync(
            caller, "queue.pause", reason, Sql,
            [new() { Value = Guid.CreateVersion7() }, new() { Value = (object?)expiresIn ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Interval }],
            cancellationToken);
        return HeldPause.Of(detail ?? throw new InvalidOperationException("A pause left no record."));
    }
}
