using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Api.Pages.Operate.Live;
using CommonTrace.Core;
using CommonTrace.Core.Jobs;
using CommonTrace.Core.Jobs.Control;
using CommonTrace.Core.Paging;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CommonTrace.Api.Pages.Operate.Jobs;

/// <summary>The jobs: what failed by its error, all of a tenant, and one with its attempts.</summary>
internal static class JobPages
{
    public static void MapJobPages(this RouteGroupBuilder operate)
    {
        var jobs = operate.MapGroup("/jobs");
        jobs.MapGet("", List);
        jobs.MapGet("/{id:guid}", Show);
        jobs.MapGet("/{id:guid}/live", Listen);
        jobs.MapPost("/{id:guid}/retry", Retry);
    }

    private static async Task<Results<RazorComponentResult<JobsPage>, ProblemHttpResult>> List(
        string? status, [FromQuery(Name = "trace_id")] string? traceId, [FromQuery(Name = "tenant_id")] string? tenantId, string? cursor, string? done,
        long? count, CurrentCaller current, ListJobs list, GroupFailedJobs groups, CancellationToken cancellationToken)
    {
        var filter = new JobFilter(Given(status), Given(traceId), Given(tenantId));
        var failed = await groups.ExecuteAsync(cancellationToken);
        var answer = filter.Fault is { } fault
            ? fault
            : await list.ExecuteAsync(current.Caller, filter.ToQuery(cursor), cancellationToken);
        var succeeded = answer.Succeeded(out var page, out var failure);
        return PageResults.Page<JobsPage>(
            new { Groups = failed, Filter = filter, Found = page ?? new Page<JobView>([], null), Failure = failure, Retried = done == "retried" ? count : null },
            succeeded ? StatusCodes.Status200OK : failure!.ToProblem().StatusCode);
    }

    private static async Task<Results<RazorComponentResult<JobPage>, ProblemHttpResult>> Show(
        Guid id, string? done, CurrentCaller current, InspectJob inspect, CancellationToken cancellationToken) =>
        await PageAsync(id, done == "retried", null, current.Caller, inspect, cancellationToken);

    private static async Task<Results<ServerSentEventsResult<string>, ProblemHttpResult>> Listen(
        Guid id, CurrentCaller current, InspectJob inspect, LiveStream live, PartRenderer renderer, CancellationToken cancellationToken)
    {
        var answer = await inspect.ExecuteAsync(current.Caller, id, cancellationToken);
        return answer.Succeeded(out _, out var failure)
            ? live.Send(current.Caller, token => ReadAsync(current.Caller, id, inspect, renderer, token))
            : failure.ToProblem();
    }

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<JobPage>, ProblemHttpResult>> Retry(
        Guid id, CurrentCaller current, RetryJob retry, InspectJob inspect, CancellationToken cancellationToken)
    {
        var answer = await retry.ExecuteAsync(current.Caller, id, reason: null, cancellationToken);
        if (answer.Succeeded(out _, out var failure))
        {
            return TypedResults.Redirect($"/operate/jobs/{id}?done=retried");
        }

        var page = await PageAsync(id, false, failure, current.Caller, inspect, cancellationToken);
        return page.Result is RazorComponentResult<JobPage> refused ? refused : failure.ToProblem();
    }

    private static async Task<Results<RazorComponentResult<JobPage>, ProblemHttpResult>> PageAsync(
        Guid id, bool isRetried, Failure? refusal, Caller caller, InspectJob inspect, CancellationToken cancellationToken)
    {
        var answer = await inspect.ExecuteAsync(caller, id, cancellationToken);
        return answer.Succeeded(out var job, out var failure)
            ? PageResults.Page<JobPage>(
                new { Inspected = job, IsRetried = isRetried, Failure = refusal }, refusal?.ToProblem().StatusCode ?? StatusCodes.Status200OK)
            : failure.ToProblem();
    }

    private static async Task<LiveParts> ReadAsync(Caller caller, Guid id, InspectJob inspect, PartRenderer renderer, CancellationToken cancellationToken)
    {
        var answer = await inspect.ExecuteAsync(caller, id, cancellationToken);
        if (!answer.Succeeded(out var job, out _))
        {
            return new LiveParts(new Dictionary<string, string>(), IsLast: true);
        }

        var part = await renderer.RenderAsync<JobPart>("Inspected", job);
        return new LiveParts(new Dictionary<string, string> { ["job"] = part }, job.Job.Status is JobStatus.Completed or JobStatus.Failed);
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
