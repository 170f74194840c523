using CommonTrace.Core.Data;
using CommonTrace.Core.Jobs;
using CommonTrace.Core.Moderation;
using CommonTrace.Core.Safety;
using CommonTrace.Core.Trust;
using CommonTrace.Core.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CommonTrace.Core.Traces;

/// <summary>
/// Gives a trace its next version: the one way in which what a trace says changes, be it by an edit, a revert or an amendment. Version, words,
/// reputations, embedding job and a moderator's record are one transaction; then a worker is woken.
/// </summary>
public sealed class ReviseTrace(CommonTraceDbContext database, LockTrace lockTrace, StoreVersion store, RecordModeration record, JobWakeUp wakeUp, IOptions<SafetyOptions> options)
{
    private readonly AdjustReputation _reputation = new(database);

    /// <summary>Runs it. What says the same as what stands makes no version.</summary>
    /// <returns>The trace as this call left it.</returns>
    internal async Task<Result<TraceView>> ExecuteAsync(Caller caller, Guid id, Revision revision, CancellationToken cancellationToken)
    {
        while (true)
        {
            TraceContent? written = null;
            try
            {
                var revised = await database.InTransactionAsync(
                    () => TryAsync(caller, id, revision, content => written = content, cancellationToken), cancellationToken);
                if (revised.Failure is null && written is not null)
                {
                    wakeUp.Publish();
                }

                return revised;
            }
            catch (PostgresException exception) when (exception.ConstraintName == "ix_traces_content_hash" && written is not null)
            {
                // When the other one was deleted in this moment, there is room again.
                if (await StandingAsync(written.Hash, cancellationToken) is { } standing)
                {
                    return TraceFailures.Duplicate(standing);
                }
            }
        }
    }

    private async Task<Result<TraceView>> TryAsync(
        Caller caller, Guid id, Revision revision, Action<TraceContent> writes, CancellationToken cancellationToken)
    {
        if (!(await lockTrace.ExecuteAsync(caller, id, toDelete: false, cancellationToken)).Succeeded(out var standing, out var failure)
            || (failure = standing.RefusalOf(caller, revision.Versions)) is not null
            || !(await revision.Change(standing)).Succeeded(out var next, out failure))
        {
            return failure;
        }

        if (!next.IsSameAs(standing.Content))
        {
            if (options.Value.QualityFloor && !next.HasTextOf(standing.Content)
                && QualityFloor.FaultOf(next.Title, next.ContextText, next.SolutionText) is { } fault)
            {
                return SafetyFailures.BelowQualityFloor(fault);
            }

            writes(next);
            await MoveReputationsAsync(id, standing.Content.Tags, next.Tags, cancellationToken);
            await store.ExecuteAsync(caller, standing, next, [.. next.Flags.Union(revision.Flags).Order(StringComparer.Ordinal)], cancellationToken);
        }

        if (!standing.IsBy(caller))
        {
            await record.ExecuteAsync(caller, revision.Action, id, reason: null, cancellationToken);
        }

        var parameters = new NpgsqlParameter[] { new() { Value = id }, new() { Value = caller.TenantId } };
        return (await database.QueryAsync(GetTrace.Sql, parameters, TraceReader.Read, cancellationToken))[0];
    }

    private async Task MoveReputationsAsync(Guid id, IReadOnlyList<string> before, IReadOnlyList<string> after, CancellationToken cancellationToken)
    {
        string[] removed = [.. before.Except(after)];
        string[] added = [.. after.Except(before)];
        if (removed.Length + added.Length > 0)
        {
            await _reputation.MoveAsync(id, removed, added, cancellationToken);
        }
    }

    private async Task<Guid?> StandingAsync(byte[] hash, CancellationToken cancellationToken) =>
        await database.Traces.Where(trace => trace.ContentHash == hash).Select(trace => (Guid?)trace.Id).FirstOrDefaultAsync(cancellationToken);
}

/// <summary>A change of what a trace says.</summary>
/// <param name="Action">What the audit calls it when a moderator does it, such as <c>trace.edit</c>.</param>
/// <param name="Versions">The versions that the caller means; null for whichever stands.</param>
/// <param name="Change">From what stands to what shall stand, while the row is locked.</param>
internal sealed record Revision(string Action, IReadOnlyList<int>? Versions, Func<StandingTrace, Task<Result<TraceContent>>> Change)
{
    /// <summary>Signs of danger that were in what was sent and are no longer in the text, such as <c>hidden_text</c>.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];
}
