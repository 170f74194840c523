using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Api.RateLimits;
using CommonTrace.Core;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommonTrace.Api.Pages.Contribute;

/// <summary>The form for a new trace.</summary>
internal static class ContributePages
{
    public static void MapContribute(this RouteGroupBuilder pages)
    {
        var form = pages.MapGroup("/contribute").RequireScope(Scopes.Contribute);
        form.MapGet("", Show);
        form.MapPost("", Store);
        form.MapPost("/check", Check).CountsAsRead();
    }

    private static RazorComponentResult<TraceFormPage> Show(string? title, string? context) =>
        PageResults.Page<TraceFormPage>(new { Form = new TraceForm { Title = title ?? "", ContextText = context ?? "" } });

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<TraceFormPage>>> Store(
        IFormCollection form, CurrentCaller current, SpendQuota quota, ContributeTrace contribute, CancellationToken cancellationToken)
    {
        var typed = TraceForm.Read(form);
        var (request, fault) = typed.ToContribution();
        // Not by the endpoint's filter, whose answer would be a page without what was typed.
        fault ??= await quota.ExecuteAsync(current.Caller, QuotaUse.Trace, cancellationToken);
        if (fault is not null)
        {
            return Refuse(typed, fault);
        }

        var answer = await contribute.ExecuteAsync(current.Caller, request.ToNewTrace(), $"form {typed.Id}", cancellationToken);
        return answer.Succeeded(out var trace, out var failure)
            ? TypedResults.Redirect($"/traces/{trace.Id}?done={(trace.IsDuplicate ? "duplicate" : "contributed")}")
            : failure == TraceFailures.IdempotencyMismatch ? Refuse(typed with { Id = Guid.CreateVersion7() }, PageFailures.FormSentBefore)
            : Refuse(typed, failure);
    }

    private static async Task<IResult> Check(IFormCollection form, CheckForm check, HttpRequest request, CancellationToken cancellationToken)
    {
        var typed = TraceForm.Read(form);
        var found = await check.ExecuteAsync(typed, standing: null, cancellationToken);
        return request.AsksForPart("check")
            ? PageResults.Page<CheckedForm>(new { Check = found })
            : PageResults.Page<TraceFormPage>(new { Form = typed, Check = found });
    }

    private static RazorComponentResult<TraceFormPage> Refuse(TraceForm typed, Failure failure) =>
        PageResults.Page<TraceFormPage>(new { Form = typed, Failure = failure }, failure.ToProblem().StatusCode);
}
