using CommonTrace.Core.Data;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using Npgsql;

namespace CommonTrace.Core.Trust;

/// <summary>What a caller said of a trace so far, beside how many voted for and against it.</summary>
public sealed class GetJudgement(CommonTraceDbContext database)
{
    private const string Sql =
        """
        select votes.up, votes.down, v.vote_type, v.feedback_tag, v.feedback_text, o.solved, o.note, f.category
        from traces t
        cross join lateral (
            select count(*) filter (where a.vote_type = 'up') as up, count(*) filter (where a.vote_type = 'down') as down
            from votes a where a.tenant_id = $1 and a.trace_id = t.id
        ) votes
        left join votes v on v.tenant_id = $1 and v.trace_id = t.id and v.voter_id = $3
        left join outcomes o on o.tenant_id = $1 and o.trace_id = t.id and o.user_id = $3
        left join trace_flags f on f.tenant_id = $1 and f.trace_id = t.id and f.user_id = $3 and f.cleared_at is null
        where t.tenant_id = $1 and t.id = $2
        """;

    /// <summary>Runs it. Fails with <c>trace.not_found</c>.</summary>
    public async Task<Result<Judgement>> ExecuteAsync(Caller caller, Guid traceId, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(
            Sql, [new() { Value = caller.TenantId }, new() { Value = traceId }, new() { Value = caller.UserId }], Read, cancellationToken);
        return found is [var judgement] ? judgement : await database.WhyMissingAsync(traceId, cancellationToken);
    }

    private static Judgement Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.IsDBNull(2) ? null : new NewVote(row.GetString(2), Text(row, 3), Text(row, 4)),
        row.IsDBNull(5) ? null : new GivenOutcome(row.GetBoolean(5), Text(row, 6)), Text(row, 7));

    private static string? Text(NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetString(ordinal);
}

/// <summary>What a user said of a trace so far, beside all votes.</summary>
/// <param name="UpVotes">How many voted for it.</param>
/// <param name="DownVotes">How many voted against it.</param>
/// <param name="Vote">The user's own vote; null for none.</param>
/// <param name="Outcome">What the user told came of it; null for nothing.</param>
/// <param name="FlagCategory">The user's flag that stands; null for none. See <see cref="Moderation.FlagCategory"/>.</param>
public sealed record Judgement(long UpVotes, long DownVotes, NewVote? Vote, GivenOutcome? Outcome, string? FlagCategory);

/// <summary>An outcome as a user told it.</summary>
public sealed record GivenOutcome(bool Solved, string? Note);
