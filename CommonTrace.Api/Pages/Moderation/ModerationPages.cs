using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Api.Moderation;
using CommonTrace.Api.Validation;
using CommonTrace.Core;
using CommonTrace.Core.Audit;
using CommonTrace.Core.Moderation;
using CommonTrace.Core.Paging;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CommonTrace.Api.Pages.Moderation;

/// <summary>What waits for a moderator, the longest waiting first.</summary>
internal static class ModerationPages
{
    public static void MapModerationQueue(this RouteGroupBuilder pages)
    {
        var queue = pages.MapGroup("/moderate").RequireScope(Scopes.Moderate);
        queue.MapGet("", Show);
        queue.MapPost("/{id:guid}/restore", Restore);
        queue.MapPost("/{id:guid}/remove", Remove);
    }

    private static async Task<Results<RazorComponentResult<QueuePage>, ProblemHttpResult>> Show(
        string? cursor, Guid? trace, CurrentCaller current, ListFlagged list, ReadExcerpts excerpts, AuditLog audit, CancellationToken cancellationToken)
    {
        var answer = await list.ExecuteAsync(current.Caller, PageLimit.Default, cursor, cancellationToken);
        if (!answer.Succeeded(out var page, out var failure))
        {
            return failure.ToProblem();
        }

        return PageResults.Page<QueuePage>(new
        {
            Page = page,
            Excerpts = await excerpts.ExecuteAsync(current.Caller, page.Items.Select(flagged => flagged.TraceId), cancellationToken),
            IsFirst = cursor is null,
            Done = trace is { } id ? await RecordOfAsync(current.Caller, id, audit, cancellationToken) : null,
        });
    }

    private static async Task<Results<RedirectHttpResult, ProblemHttpResult>> Restore(
        Guid id, [FromForm] string? reason, CurrentCaller current, RestoreTrace restore, CancellationToken cancellationToken) =>
        FaultOf(reason, out var given) is { } fault ? fault.ToProblem()
        : (await restore.ExecuteAsync(current.Caller, id, given, cancellationToken)).Succeeded(out _, out var failure) ? Done(id)
        : failure.ToProblem();

    private static async Task<Results<RedirectHttpResult, ProblemHttpResult>> Remove(
        Guid id, [FromForm] string? reason, CurrentCaller current, DeleteTrace delete, CancellationToken cancellationToken) =>
        FaultOf(reason, out var given) is { } fault ? fault.ToProblem()
        : (await delete.RemoveAsync(current.Caller, id, given, cancellationToken)).Succeeded(out _, out var failure) ? Done(id)
        : failure.ToProblem();

    private static RedirectHttpResult Done(Guid id) => TypedResults.Redirect($"/moderate?trace={id}");

    private static Failure? FaultOf(string? reason, out string? given)
    {
        given = string.IsNullOrWhiteSpace(reason) ? null : reason;
        return RequestShape.FaultOf(new ModerationRequest(given));
    }

    /// <summary>What the audit keeps of the moderator's own deed, which was the last or one of the last.</summary>
    private static async Task<AuditRecord?> RecordOfAsync(Caller moderator, Guid id, AuditLog audit, CancellationToken cancellationToken) =>
        (await audit.ListAsync(PageLimit.Default, cursor: null, cancellationToken)).Succeeded(out var records, out _)
            ? records.Items.FirstOrDefault(record => record.ActorId == moderator.UserId
                && record.Detail.TryGetProperty("trace_id", out var trace) && trace.ValueEquals(id.ToString()))
            : null;
}
