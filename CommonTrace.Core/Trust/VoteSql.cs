using CommonTrace.Core.Users;
using Npgsql;
using NpgsqlTypes;

namespace CommonTrace.Core.Trust;

/// <summary>One statement for each thing that can be done with a vote. They differ in what happens to its row; what follows from it is the same.</summary>
internal static class VoteSql
{
    public const string Cast =
        $"""
        with {TrustSql.Trace}, ballot as (
            insert into votes (id, tenant_id, trace_id, voter_id, vote_type, feedback_tag, feedback_text, voter_context, weight, is_established)
            select $7, $1, $2, $3, $8, $9, $10, $11, {TrustSql.Weight}, {Established}
            from trace where contributor_id <> $3
            on conflict (trace_id, voter_id) do nothing
            returning {Columns}
        ), moved as (
            select 1 as sign, vote_type, weight, is_established from ballot
        ), {Consequences}
        """;

    /// <summary>The new vote is weighed anew, and the old one's weight goes.</summary>
    public const string Change =
        $"""
        with {TrustSql.Trace}, old as (
            select vote_type, weight, is_established from votes where tenant_id = $1 and trace_id = $2 and voter_id = $3
        ), ballot as (
            update votes set vote_type = $8, feedback_tag = $9, feedback_text = $10, voter_context = $11, weight = {TrustSql.Weight},
                is_established = {Established}, updated_at = now()
            where tenant_id = $1 and trace_id = $2 and voter_id = $3
            returning {Columns}
        ), moved as (
            select 1 as sign, vote_type, weight, is_established from ballot union all select -1, vote_type, weight, is_established from old
        ), {Consequences}
        """;

    public const string Withdraw =
        $"""
        with {TrustSql.Trace}, ballot as (
            delete from votes where tenant_id = $1 and trace_id = $2 and voter_id = $3 returning {Columns}
        ), moved as (
            select -1 as sign, vote_type, weight, is_established from ballot
        ), {Consequences}
        """;

    private const string Columns = "id, vote_type, feedback_tag, feedback_text, weight, is_established, created_at, updated_at";

    private const string Established =
        $"(select {TrustSql.IsEstablished} from (select $1::uuid, $3::uuid, $5::boolean, $6::interval) who (tenant_id, user_id, is_exempt, after))";

    private const string Consequences =
        $"""
        change as (
            select $2::uuid as trace_id, $4::integer as threshold,
                sum(sign * case vote_type when 'up' then weight else -weight end) as trust,
                count(*) filter (where sign = 1 and vote_type = 'up' and is_established)
                    - count(*) filter (where sign = -1 and vote_type = 'up' and is_established) as confirmations,
                coalesce(sum(sign) filter (where vote_type = 'up'), 0) as upvotes,
                coalesce(sum(sign) filter (where vote_type = 'down'), 0) as downvotes
            from moved having count(*) > 0
        ), {TrustSql.Scored}, adjustment as (
            select trace.contributor_id as user_id, borne.domain_tag, c.upvotes, c.downvotes
            from trace cross join change c cross join (select name as domain_tag from tagged union all select '{Reputation.Overall}') borne
            where c.upvotes <> 0 or c.downvotes <> 0
        ), adjusted as ({ReputationSql.Apply})
        select trace.contributor_id, b.*, s.*
        from (select) one left join trace on true left join ballot b on true left join scored s on true
        """;

    /// <summary>The parameters of all three; a withdrawal needs the first four only.</summary>
    public static NpgsqlParameter[] Parameters(Caller caller, Guid traceId, NewVote vote, Guid id, TrustOptions options) => UnderTraceLock.Parameters(
        caller, traceId, options,
        new() { Value = caller.May(Scopes.Moderate) || caller.May(Scopes.Operate) || options.EstablishedAfter == TimeSpan.Zero },
        new() { Value = options.EstablishedAfter }, new() { Value = id }, new() { Value = vote.VoteType }, UnderTraceLock.Text(vote.FeedbackTag),
        UnderTraceLock.Text(vote.FeedbackText), new() { Value = (object?)vote.VoterContext ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Jsonb });

    /// <summary>Reads whose trace it is, null for no trace, and what became of the vote, null for nothing.</summary>
    public static (Guid? ContributorId, CountedVote? Vote) Read(NpgsqlDataReader row) => (
        row.IsDBNull(0) ? null : row.GetGuid(0),
        row.IsDBNull(1) ? null : new CountedVote(
            row.GetGuid(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4), row.GetDecimal(5),
            row.GetString(2) == VoteType.Up && row.GetBoolean(6), row.GetFieldValue<DateTimeOffset>(7), row.GetFieldValue<DateTimeOffset>(8),
            new TraceStanding(row.GetDecimal(9), row.GetInt32(10), row.GetString(11))));
}
