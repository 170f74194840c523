using System.ComponentModel.DataAnnotations;
using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Core.Paging;
using CommonTrace.Core.Search.Misses;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CommonTrace.Api.Search;

internal static class WantedEndpoints
{
    public static void MapWanted(this RouteGroupBuilder api) =>
        api.MapGet("/admin/wanted", List).WithTags("Traces").WithSummary("What was searched for in vain, the most wanted first").RequireScope(Scopes.Operate);

    private static async Task<Results<Ok<WantedResponse>, ProblemHttpResult>> List(
        ListWanted wanted,
        [FromQuery(Name = "tenant_id")] Guid? tenantId,
        [Range(1, PageLimit.Largest, ErrorMessage = "must be from {1} to {2}.")] int? limit,
        string? cursor,
        CancellationToken cancellationToken)
    {
        var answer = await wanted.ExecuteAsync(tenantId, limit ?? PageLimit.Default, cursor, cancellationToken);
        return answer.Succeeded(out var page, out var failure) ? TypedResults.Ok(new WantedResponse(page.Items, page.NextCursor)) : failure.ToProblem();
    }
}

/// <summary>A page of what is wanted.</summary>
public sealed record WantedResponse(IReadOnlyList<WantedTrace> Wanted, string? NextCursor);
