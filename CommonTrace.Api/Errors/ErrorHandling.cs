namespace CommonTrace.Api.Errors;

/// <summary>Answers what no endpoint answers, alike in every environment.</summary>
internal static class ErrorHandling
{
    public static void AddErrors(this WebApplicationBuilder builder)
    {
        // Before the framework's, which then is not asked.
        builder.Services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<RequestFaultHandler>();
        builder.Services.AddExceptionHandler<DatabaseFaultHandler>();
        builder.Services.AddExceptionHandler<TenantGoneHandler>();
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
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException || DatabaseFaultHandler.IsAway(context.Exception)
                || TenantGoneHandler.IsGone(context.Exception),
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
