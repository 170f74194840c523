using CommonTrace.Api.Auth;
using CommonTrace.Core.Import;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.OpenApi;

namespace CommonTrace.Api.Admin;

internal static class ImportEndpoints
{
    public static void MapImport(this RouteGroupBuilder api)
    {
        var admin = api.MapGroup("/admin").WithTags("Administration");
        admin.MapPost("/import", Import).WithSummary("Import traces, one a line, as they come in").RequireScope(Scopes.Operate)
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                operation.RequestBody = Body;
                return Task.CompletedTask;
            });
    }

    // Described, not demanded: whatever the media type says, the lines are read alike.
    private static readonly OpenApiRequestBody Body = new()
    {
        Required = true,
        Description = "Any number of lines of at most 16 MiB, a JSON object on each: the fields of POST /api/v1/traces with the same limits, and id "
            + "and created_at; context_text and solution_text may be called context and solution. All else that an export tells of a trace is taken too.",
        Content = new Dictionary<string, OpenApiMediaType> { ["application/x-ndjson"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } } },
    };

    private static async Task<Ok<ImportResponse>> Import(
        HttpContext context, CurrentCaller current, ImportTraces import, bool? check, CancellationToken cancellationToken)
    {
        // A slow sender is no attack when it is an operator.
        context.Features.Get<IHttpMinRequestBodyDataRateFeature>()?.MinDataRate = null;
        var body = context.Request.BodyReader;
        return TypedResults.Ok(ImportResponse.Of(check is true
            ? await import.CheckAsync(current.Caller, body, cancellationToken)
            : await import.ExecuteAsync(current.Caller, body, cancellationToken)));
    }
}
