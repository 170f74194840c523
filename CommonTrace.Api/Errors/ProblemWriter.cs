using CommonTrace.Api.Pages;
using CommonTrace.Api.Pages.Shell;

namespace CommonTrace.Api.Errors;

/// <summary>Writes every ProblemDetails as the contract has them, for a browser as a page. The framework's own writer stands aside for callers that do not accept JSON.</summary>
internal sealed class ProblemWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        ValidationFaults.Spell(context);
        ProblemResults.SetRetryAfter(context);
        return new(PageEndpoint.IsFor(context.HttpContext)
            ? PageResults.Page<ErrorPage>(new { Problem = context.ProblemDetails }, context.ProblemDetails.Status ?? StatusCodes.Status500InternalServerError)
                .ExecuteAsync(context.HttpContext)
            : context.HttpContext.Response.WriteAsJsonAsync(
                context.ProblemDetails, context.ProblemDetails.GetType(), options: null, "application/problem+json"));
    }
}
