namespace CommonTrace.Api.Errors;

/// <summary>Gives every answer an <c>X-Request-ID</c>: the caller's, when it is a plain token, else one of ours.</summary>
internal static class RequestId
{
    private const string Header = "X-Request-ID";

    public static void UseRequestId(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.Request.Headers[Header] is [{ Length: > 0 and <= 128 } given] && given.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))
        {
            context.TraceIdentifier = given;
        }
        else
        {
            context.TraceIdentifier = Guid.CreateVersion7().ToString();
        }

        // As late as can be: the exception handler clears the headers before it answers.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[Header] = context.TraceIdentifier;
            return Task.CompletedTask;
        });
        return next(context);
    });
}
