using System.Globalization;
using CommonTrace.Api.Errors;
using CommonTrace.Core.RateLimits;

namespace CommonTrace.Api.RateLimits;

/// <summary>Takes the token that a call costs, and refuses the call when there is none; every limited answer tells how the bucket stands.</summary>
internal static class RateLimitMiddleware
{
    public static void UseRateLimits(this WebApplication app)
    {
        var takeToken = app.Services.GetRequiredService<TakeToken>();
        app.Use((context, next) => context.GetEndpoint()?.Metadata.GetMetadata<RateLimited>()?.Of(context) is (var call, { } bucket)
            ? LimitAsync(context, next, takeToken, call, bucket)
            : next(context));
    }

    private static async Task LimitAsync(HttpContext context, RequestDelegate next, TakeToken takeToken, LimitedCall call, string bucket)
    {
        var token = await takeToken.ExecuteAsync(call, bucket, context.RequestAborted);
        if (token is not null)
        {
            // As late as can be: the exception handler clears the headers before it answers.
            context.Response.OnStarting(() => TellAsync(context.Response.Headers, token));
        }

        if (token is { IsTaken: false })
        {
            await RateLimitFailures.Exceeded(call, token).ToProblem().ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    private static Task TellAsync(IHeaderDictionary headers, TakenToken token)
    {
        headers["RateLimit-Limit"] = token.Limit.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Remaining"] = token.Remaining.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Reset"] = ProblemResults.WholeSeconds(token.UntilFull).ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    }
}
