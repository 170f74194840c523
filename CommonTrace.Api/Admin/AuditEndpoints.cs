using System.ComponentModel.DataAnnotations;
using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Core.Audit;
using CommonTrace.Core.Paging;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommonTrace.Api.Admin;

internal static class AuditEndpoints
{
    public static void MapAudit(this RouteGroupBuilder api) =>
        api.MapGet("/admin/audit", List).WithTags("Queue").WithSummary("Who did what, when and why, the newest first").RequireScope(Scopes.Operate);

    private static async Task<Results<Ok<AuditResponse>, ProblemHttpResult>> List(
        AuditLog audit,
        [Range(1, PageLimit.Largest, ErrorMessage = "must be from {1} to {2}.")] int? limit,
        string? cursor,
        CancellationToken cancellationToken)
    {
        var answer = await audit.ListAsync(limit ?? PageLimit.Default, cursor, cancellationToken);
        return answer.Succeeded(out var page, out var failure) ? TypedResults.Ok(new AuditResponse(page.Items, page.NextCursor)) : failure.ToProblem();
    }
}

/// <summary>A page of records, the newest first.</summary>
public sealed record AuditResponse(IReadOnlyList<AuditRecord> Entries, string? NextCursor);
