using CommonTrace.Core.Data;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using Microsoft.Extensions.Options;

namespace CommonTrace.Core.Trust;

/// <summary>Takes the caller's vote back, with all that followed from it.</summary>
public sealed class WithdrawVote(CommonTraceDbContext database, IOptions<TrustOptions> options)
{
    /// <summary>Runs it. Fails with <c>vote.not_found</c> and <c>trace.not_found</c>.</summary>
    public async Task<Result<CountedVote>> ExecuteAsync(Caller caller, Guid traceId, CancellationToken cancellationToken) =>
        await database.UnderLockAsync(VoteSql.Withdraw, UnderTraceLock.Parameters(caller, traceId, options.Value), VoteSql.Read, cancellationToken) switch
        {
            (_, { } withdrawn) => withdrawn,
            (null, _) => TraceFailures.NotFound(traceId),
            _ => TrustFailures.VoteNotFound(traceId),
        };
}
