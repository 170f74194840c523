using CommonTrace.Core.Data;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using Microsoft.Extensions.Options;

namespace CommonTrace.Core.Trust;

/// <summary>Replaces the caller's vote by another, weighed as the caller is worth now.</summary>
public sealed class ChangeVote(CommonTraceDbContext database, IOptions<TrustOptions> options)
{
    /// <summary>Runs it. Fails with <c>vote.not_found</c>, <c>trace.not_found</c>, and for a down-vote without a tag.</summary>
    public async Task<Result<CountedVote>> ExecuteAsync(Caller caller, Guid traceId, NewVote vote, CancellationToken cancellationToken)
    {
        if (!vote.Screen().Succeeded(out var screened, out var refusal))
        {
            return refusal;
        }

        var parameters = VoteSql.Parameters(caller, traceId, screened, Guid.Empty, options.Value);
        return await database.UnderLockAsync(VoteSql.Change, parameters, VoteSql.Read, cancellationToken) switch
        {
            (_, { } counted) => counted,
            (null, _) => await database.WhyMissingAsync(traceId, cancellationToken),
            _ => TrustFailures.VoteNotFound(traceId),
        };
    }
}
