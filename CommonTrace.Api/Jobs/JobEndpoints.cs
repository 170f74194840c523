using System.ComponentModel.DataAnnotations;
using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Core.Jobs;
using CommonTrace.Core.Jobs.Control;
using CommonTrace.Core.Paging;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CommonTrace.Api.Jobs;

internal static class JobEndpoints
{
    public static void MapJobs(this RouteGroupBuilder api)
    {
        var jobs = api.MapGroup("/embedding-jobs").WithTags("Embedding jobs");
        jobs.MapGet("", List).WithSummary("List jobs, the newest first; another tenant's with the scope operate").RequireScope(Scopes.Read);
        jobs.MapGet("/stats", Stats).WithSummary("Count jobs by status; another tenant's with the scope operate").RequireScope(Scopes.Read);
        jobs.MapGet("/{id:guid}", Get).WithSummary("Read a job and what its attempts met").RequireScope(Scopes.Read);
        jobs.MapPost("/{id:guid}/retry", Retry).WithSummary("Make a failed job due again").RequireScope(Scopes.Operate);
    }

    private static async Task<Results<Ok<JobsResponse>, ProblemHttpResult>> List(
        CurrentCaller current, ListJobs list,
        [FromQuery(Name = "tenant_id")] Guid? tenantId,
        [AllowedValues(
            null, JobStatus.Pending, JobStatus.Processing, JobStatus.Completed, JobStatus.Failed,
            ErrorMessage = "must be pending, processing, completed or failed.")]
        string? status,
        [FromQuery(Name = "trace_id")] Guid? traceId,
        [Range(1, PageLimit.Largest, ErrorMessage = "must be from {1} to {2}.")] int? limit,
        string? cursor,
        CancellationToken cancellationToken)
    {
        var answer = await list.ExecuteAsync(current.Caller, new JobQuery(tenantId, status, traceId, limit ?? PageLimit.Default, cursor), cancellationToken);
        return answer.Succeeded(out var page, out var failure)
            ? TypedResults.Ok(new JobsResponse([.. page.Items.Select(JobResponse.Of)], page.NextCursor))
            : failure.ToProblem();
    }

    private static async Task<Results<Ok<JobStatsResponse>, ProblemHttpResult>> Stats(
        CurrentCaller current, GetJobStats get, [FromQuery(Name = "tenant_id")] Guid? tenantId, CancellationToken cancellationToken)
    {
        var answer = await get.ExecuteAsync(current.Caller, tenantId, cancellationToken);
        return answer.Succeeded(out var stats, out var failure)
            ? TypedResults.Ok(new JobStatsResponse(
                new JobCounts(stats.Pending, stats.Processing, stats.Completed, stats.Failed), stats.OldestDueSeconds, stats.CompletedLastMinute))
            : failure.ToProblem();
    }

    private static async Task<Results<Ok<TriedJobResponse>, ProblemHttpResult>> Get(
        Guid id, CurrentCaller current, GetJob get, CancellationToken cancellationToken)
    {
        var answer = await get.ExecuteAsync(current.Caller, id, cancellationToken);
        return answer.Succeeded(out var job, out var failure) ? TypedResults.Ok(TriedJobResponse.Of(job)) : failure.ToProblem();
    }

    private static async Task<Results<Accepted<RetriedJobResponse>, ProblemHttpResult>> Retry(
        Guid id, CurrentCaller current, RetryJob retry, CancellationToken cancellationToken)
    {
        var answer = await retry.ExecuteAsync(current.Caller, id, reason: null, cancellationToken);
        return answer.Succeeded(out var retried, out var failure)
            ? TypedResults.Accepted($"/api/v1/embedding-jobs/{retried}", new RetriedJobResponse(retried, JobStatus.Pending))
            : failure.ToProblem();
    }
}
