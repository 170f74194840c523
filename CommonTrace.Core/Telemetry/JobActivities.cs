using System.Diagnostics;
using CommonTrace.Core.Jobs;

namespace CommonTrace.Core.Telemetry;

/// <summary>
/// Carries a request's trace over the queue. A batch has as many parents as jobs: it continues the first one's trace and links to the
/// others; what was stored is told in each job's own trace.
/// </summary>
internal static class JobActivities
{
    public static Activity? StartBatch(IReadOnlyList<ClaimedJob> jobs)
    {
        var parents = jobs.Select(Parent).OfType<ActivityContext>().ToList();
        var activity = CommonTraceTelemetry.Source.StartActivity(
            "embed batch", ActivityKind.Consumer, parents.FirstOrDefault(), links: parents.Skip(1).Select(parent => new ActivityLink(parent)));
        return activity?.SetTag("commontrace.batch.size", jobs.Count);
    }

    public static Activity? StartStored(ClaimedJob job) =>
        CommonTraceTelemetry.Source.StartActivity(
            "embedding stored", ActivityKind.Internal, Parent(job) ?? default,
            links: Activity.Current is { } batch ? [new ActivityLink(batch.Context)] : [])
            ?.SetTag("commontrace.trace.id", job.TraceId).SetTag("commontrace.job.id", job.Id);

    private static ActivityContext? Parent(ClaimedJob job) =>
        ActivityContext.TryParse(job.Traceparent, traceState: null, isRemote: true, out var context) ? context : null;
}
