using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Api.RateLimits;
using CommonTrace.Core;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;

namespace CommonTrace.Api.Pages.Contribute;

/// <summary>The same form for a trace that stands, for its author or a moderator.</summary>
internal static class EditPages
{
    public static void MapEdit(this RouteGroupBuilder pages)
    {
        var form = pages.MapGroup("/traces/{id:guid}/edit").RequireEitherScope(Scopes.Contribute, Scopes.Moderate);
        form.MapGet("", Show);
        form.MapPost("", Store);
        form.MapPost("/check", Check).CountsAsRead();
    }

    private static async Task<IResult> Show(Guid id, CurrentCaller current, GetTrace get, CancellationToken cancellationToken)
    {
        var answer = await StandingAsync(id, current.Caller, get, cancellationToken);
        return answer.Succeeded(out var standing, out var failure)
            ? PageResults.Page<TraceFormPage>(new { Form = TraceForm.Of(standing), Standing = standing })
            : failure.ToProblem();
    }

    private static async Task<IResult> Store(
        Guid id, IFormCollection form, CurrentCaller current, GetTrace get, SpendQuota quota, EditTrace edit, ListVersions versions,
        CancellationToken cancellationToken)
    {
        if (!(await StandingAsync(id, current.Caller, get, cancellationToken)).Succeeded(out var standing, out var missing))
        {
            return missing.ToProblem();
        }

        var typed = TraceForm.Read(form);
        var (request, fault) = typed.ToEdit(standing);
        fault ??= await quota.ExecuteAsync(current.Caller, QuotaUse.Embedding, cancellationToken);
        if (fault is null
            && (await edit.ExecuteAsync(current.Caller, id, request.ToEdit(), [typed.Version], cancellationToken)).Succeeded(out _, out fault))
        {
            return TypedResults.Redirect($"/traces/{id}?done=edited");
        }

        // Beside what was typed stands what somebody else made of it: sent again, it is upon that.
        var newest = fault!.Kind is not FailureKind.Outdated ? null
            : (await versions.ExecuteAsync(current.Caller, id, limit: 1, cursor: null, cancellationToken)).Succeeded(out var page, out _) ? page.Items[0]
            : null;
        var next = newest is null ? typed : typed with { Version = standing.Version };
        return PageResults.Page<TraceFormPage>(new { Form = next, Standing = standing, Failure = fault, Newest = newest }, fault.ToProblem().StatusCode);
    }

    private static async Task<IResult> Check(
        Guid id, IFormCollection form, CurrentCaller current, GetTrace get, CheckForm check, HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await StandingAsync(id, current.Caller, get, cancellationToken)).Succeeded(out var standing, out var failure))
        {
            return failure.ToProblem();
        }

        var typed = TraceForm.Read(form);
        var found = await check.ExecuteAsync(typed, standing, cancellationToken);
        return request.AsksForPart("check")
            ? PageResults.Page<CheckedForm>(new { Check = found })
            : PageResults.Page<TraceFormPage>(new { Form = typed, Standing = standing, Check = found });
    }

    /// <summary>The trace, for who may change it: nobody fills in a form in vain.</summary>
    private static async Task<Result<TraceView>> StandingAsync(Guid id, Caller caller, GetTrace get, CancellationToken cancellationToken)
    {
        var answer = await get.ExecuteAsync(caller, id, cancellationToken);
        return answer.Succeeded(out var trace, out _) && trace.ContributorId != caller.UserId && !caller.May(Scopes.Moderate)
            ? TraceFailures.NotAuthor(id)
            : answer;
    }
}
