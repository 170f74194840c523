using System.Globalization;
using CommonTrace.Core;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CommonTrace.Api.Errors;

/// <summary>The one place that turns failures into ProblemDetails (RFC 9457) with a <c>code</c>.</summary>
internal static class ProblemResults
{
    private const string RetryAfter = "retry_after";

    /// <summary>The answer to an expected failure.</summary>
    public static ProblemHttpResult ToProblem(this Failure failure)
    {
        var result = Problem(StatusOf(failure), failure.Code, failure.Detail, failure.Errors);
        if (failure.RetryAfter is { } wait)
        {
            result.ProblemDetails.Extensions[RetryAfter] = WholeSeconds(wait);
        }

        return result;
    }

    /// <summary>Repeats the body's <c>retry_after</c> as a header.</summary>
    public static void SetRetryAfter(ProblemDetailsContext context)
    {
        if (context.ProblemDetails.Extensions.TryGetValue(RetryAfter, out var seconds) && seconds is long wait)
        {
            context.HttpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Rounded up: after so many seconds the time is over.</summary>
    public static long WholeSeconds(TimeSpan time) => (long)Math.Ceiling(time.TotalSeconds);

    /// <summary>An answer that no verb gave: a fault of the request itself.</summary>
    public static ProblemHttpResult Problem(int status, string code, string detail, IReadOnlyDictionary<string, string[]>? errors = null)
    {
        var problem = new ProblemDetails
        {
            Type = $"https://commontrace.dev/problems/{code}",
            Title = TitleOf(status),
            Status = status,
            Detail = detail,
            Extensions = { ["code"] = code },
        };
        if (errors is not null)
        {
            problem.Extensions["errors"] = errors;
        }

        return TypedResults.Problem(problem);
    }

    private static int StatusOf(Failure failure) => failure.Kind switch
    {
        FailureKind.Invalid => StatusCodes.Status422UnprocessableEntity,
        FailureKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        FailureKind.Forbidden => StatusCodes.Status403Forbidden,
        FailureKind.NotFound => StatusCodes.Status404NotFound,
        FailureKind.Conflict => StatusCodes.Status409Conflict,
        FailureKind.TooMany => StatusCodes.Status429TooManyRequests,
        FailureKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure.Kind, "A failure kind without a status."),
    };

    private static string TitleOf(int status) => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);
}
