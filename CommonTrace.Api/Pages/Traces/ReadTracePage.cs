using CommonTrace.Core;
using CommonTrace.Core.Amendments;
using CommonTrace.Core.Paging;
using CommonTrace.Core.Search;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Trust;
using CommonTrace.Core.Users;

namespace CommonTrace.Api.Pages.Traces;

/// <summary>What the page of a trace shows.</summary>
/// <param name="Contributor">What others think of the contributor; null for one who is gone.</param>
/// <param name="Amendments">The newest few.</param>
public sealed record TracePageData(
    TraceView Trace, Judgement Judgement, IReadOnlyList<RelatedTrace> Related, Page<AmendmentView> Amendments, UserReputation? Contributor);

/// <summary>Reads what the page of a trace shows, verb by verb.</summary>
internal sealed class ReadTracePage(
    GetTrace getTrace, GetJudgement getJudgement, ListRelated listRelated, ListAmendments listAmendments, GetReputation getReputation)
{
    private const int FewAmendments = 3;

    public async Task<Result<TracePageData>> ExecuteAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        if (!(await getTrace.ExecuteAsync(caller, id, cancellationToken)).Succeeded(out var trace, out var failure)
            || !(await getJudgement.ExecuteAsync(caller, id, cancellationToken)).Succeeded(out var judgement, out failure)
            || !(await listAmendments.ExecuteAsync(caller, id, FewAmendments, cursor: null, cancellationToken)).Succeeded(out var amendments, out failure))
        {
            return failure;
        }

        (await getReputation.ExecuteAsync(trace.ContributorId, cancellationToken)).Succeeded(out var contributor, out _);
        return new TracePageData(trace, judgement, await listRelated.ExecuteAsync(caller, id, cancellationToken), amendments, contributor);
    }
}
