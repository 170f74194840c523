using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Api.Tenants;
using CommonTrace.Core;
using CommonTrace.Core.Paging;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CommonTrace.Api.Pages.Traces;

/// <summary>What a trace said before, what each change did, and the way back.</summary>
internal static class VersionPages
{
    public static void MapVersionPages(this RouteGroupBuilder trace)
    {
        trace.MapGet("/versions", List);
        trace.MapGet("/versions/{version:int:min(1)}", Show);
        trace.MapPost("/versions/{version:int:min(1)}/revert", Revert).RequireEitherScope(Scopes.Contribute, Scopes.Moderate).SpendsQuota(QuotaUse.Embedding);
    }

    private static async Task<Results<RazorComponentResult<VersionsPage>, ProblemHttpResult>> List(
        Guid id, string? cursor, CurrentCaller current, GetTrace get, ListVersions list, CancellationToken cancellationToken)
    {
        if (!(await get.ExecuteAsync(current.Caller, id, cancellationToken)).Succeeded(out var trace, out var failure)
            || !(await list.ExecuteAsync(current.Caller, id, PageLimit.Default, cursor, cancellationToken)).Succeeded(out var page, out failure))
        {
            return failure.ToProblem();
        }

        return PageResults.Page<VersionsPage>(new { Trace = trace, Versions = page });
    }

    private static Task<Results<RazorComponentResult<VersionPage>, ProblemHttpResult>> Show(
        Guid id, int version, CurrentCaller current, GetTrace get, GetVersion getVersion, CancellationToken cancellationToken) =>
        ShowAsync(id, version, refusal: null, current.Caller, get, getVersion, cancellationToken);

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<VersionPage>, ProblemHttpResult>> Revert(
        Guid id, int version, [FromForm] int standing,
        CurrentCaller current, RevertTrace revert, GetTrace get, GetVersion getVersion, CancellationToken cancellationToken)
    {
        if ((await revert.ExecuteAsync(current.Caller, id, version, [standing], cancellationToken)).Succeeded(out _, out var failure))
        {
            return TypedResults.Redirect($"{TracePages.UrlOf(id)}?done=reverted");
        }

        var page = await ShowAsync(id, version, failure, current.Caller, get, getVersion, cancellationToken);
        return page.Result is RazorComponentResult<VersionPage> shown ? shown : (ProblemHttpResult)page.Result;
    }

    private static async Task<Results<RazorComponentResult<VersionPage>, ProblemHttpResult>> ShowAsync(
        Guid id, int version, Failure? refusal, Caller caller, GetTrace get, GetVersion getVersion, CancellationToken cancellationToken)
    {
        if (!(await get.ExecuteAsync(caller, id, cancellationToken)).Succeeded(out var trace, out var failure)
            || !(await getVersion.ExecuteAsync(caller, id, version, cancellationToken)).Succeeded(out var shown, out failure))
        {
            return failure.ToProblem();
        }

        // One that was imported without its history has none before it.
        TraceVersionView? before = null;
        if (version > 1)
        {
            (await getVersion.ExecuteAsync(caller, id, version - 1, cancellationToken)).Succeeded(out before, out _);
        }

        var status = refusal?.ToProblem().StatusCode ?? StatusCodes.Status200OK;
        return PageResults.Page<VersionPage>(new { Trace = trace, Version = shown, Before = before, Failure = refusal }, status);
    }
}
