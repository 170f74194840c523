using CommonTrace.Core.Data;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using Microsoft.Extensions.Options;

namespace CommonTrace.Core.Trust;

/// <summary>Votes for or against a trace of others, once.</summary>
public sealed class CastVote(CommonTraceDbContext database, IOptions<TrustOptions> options)
{
    /// <summary>Runs it. Fails with <c>vote.own_trace</c>, <c>vote.exists</c>, <c>trace.not_found</c>, and for a down-vote without a tag.</summary>
    public async Task<Result<CountedVote>> ExecuteAsync(Caller caller, Guid traceId, NewVote vote, CancellationToken cancellationToken)
    {
        if (!vote.Screen().Succeeded(out var screened, out var refusal))
        {
            return refusal;
        }

        var parameters = VoteSql.Parameters(caller, traceId, screened, Guid.CreateVersion7(), options.Value);
        return await database.UnderLockAsync(VoteSql.Cast, parameters, VoteSql.Read, cancellationToken) switch
        {
            (_, { } counted) => counted,
            (null, _) => await database.WhyMissingAsync(traceId, cancellationToken),
            ({ } contributorId, _) when contributorId == caller.UserId => TrustFailures.OwnTrace(traceId),
            _ => TrustFailures.VoteExists(traceId),
        };
    }
}
