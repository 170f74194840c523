using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;

namespace CommonTrace.Api.Errors;

/// <summary>Answers what no endpoint answers, alike in every environment.</summary>
internal static class ErrorHandling
{
    public static void AddErrors(this WebApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = context => ValidationFaults.Spell(context));
        builder.Services.AddExceptionHandler<RequestFaultHandler>();
        // Else a malformed body is an exception page in Development and an empty 400 in Production.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
    }

    public static void UseErrors(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = context => ProblemResults
                .Problem(StatusCodes.Status500InternalServerError, "server.failed", $"The server failed; its log tells more under request {context.TraceIdentifier}.")
                .ExecuteAsync(context),
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
        });
        app.UseStatusCodePages(context => AnswerStatus(context.HttpContext));
        app.Use(RefuseUnknownCharset);
    }

    /// <summary>Fills in the body of an answer that has only its status so far.</summary>
    public static Task AnswerStatus(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => ProblemResults
            .Problem(404, "route.not_found", $"There is nothing at {context.Request.Path}; /openapi/v1.json lists what there is.").ExecuteAsync(context),
        StatusCodes.Status405MethodNotAllowed => ProblemResults
            .Problem(405, "route.method_not_allowed", $"{context.Request.Path} does not take {context.Request.Method}.").ExecuteAsync(context),
        StatusCodes.Status413PayloadTooLarge => ProblemResults
            .Problem(413, "request.too_large", "The body is over 1 MiB; send less.").ExecuteAsync(context),
        StatusCodes.Status415UnsupportedMediaType => ProblemResults
            .Problem(415, "request.media_type", "Send the body as application/json.").ExecuteAsync(context),
        _ => Task.CompletedTask,
    };

    // The reader of JSON takes an encoding that it does not know for a fault of the server.
    private static Task RefuseUnknownCharset(HttpContext context, RequestDelegate next)
    {
        if (context.Request.GetTypedHeaders().ContentType is not { Charset.HasValue: true, Encoding: null })
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        return Task.CompletedTask;
    }
}

/// <summary>Requests that could not be read: broken JSON is 400, a wrong type 422 with the field, a body too large 413.</summary>
internal sealed class RequestFaultHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException fault)
        {
            return false;
        }

        httpContext.Response.StatusCode = fault.StatusCode;
        if (fault.StatusCode is StatusCodes.Status413PayloadTooLarge or StatusCodes.Status415UnsupportedMediaType)
        {
            await ErrorHandling.AnswerStatus(httpContext);
            return true;
        }

        var result = fault switch
        {
            { InnerException: JsonException json } when IsWrongType(json) => ProblemResults.Problem(
                422, "validation.failed", $"{FieldOf(json)}: the value has a wrong type.",
                new Dictionary<string, string[]> { [FieldOf(json)] = ["The value has a wrong type."] }),
            { InnerException: JsonException json } => ProblemResults.Problem(
                400, "request.malformed", $"The body is not JSON: line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}."),
            _ when fault.Message.Contains("body", StringComparison.OrdinalIgnoreCase) => ProblemResults.Problem(
                400, "request.malformed", "The body is missing or could not be read; send a JSON object."),
            _ => ProblemResults.Problem(422, "validation.failed", fault.Message),
        };
        httpContext.Response.StatusCode = result.StatusCode;
        await result.ExecuteAsync(httpContext);
        return true;
    }

    // The reader's own exceptions (broken text) come wrapped; the converters' (good JSON of another type) do not, but for half a
    // surrogate pair, which is an InvalidOperationException, as are bytes that are no UTF-8: those hold the decoder's exception.
    private static bool IsWrongType(JsonException exception) =>
        exception.InnerException is not (JsonException or InvalidOperationException { InnerException: DecoderFallbackException });

    private static string FieldOf(JsonException exception) => exception.Path is { Length: > 2 } path ? path["$.".Length..] : "body";
}
