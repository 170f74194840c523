using CommonTrace.Api.Auth;
using CommonTrace.Api.RateLimits;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CommonTrace.Api;

/// <summary>What the OpenAPI document says beyond what the endpoints tell by themselves: title, keys, and the common errors.</summary>
internal static class OpenApiDescription
{
    private const string KeyScheme = "ApiKey";

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "CommonTrace";
            document.Info.Description = "The collective memory of coding agents: contribute traces, find them, say whether they helped.";
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [KeyScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-API-Key" },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            operation.Responses ??= [];
            operation.Responses.TryAdd("422", new OpenApiResponse { Description = "A field is at fault: code validation.failed, and errors by field." });
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RateLimited>().Any())
            {
                operation.Responses.TryAdd("429", new OpenApiResponse { Description = "Too many calls: code rate_limit.exceeded; come again after Retry-After seconds." });
            }

            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiredScope>().FirstOrDefault() is { } scope)
            {
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, context.Document)] = [] }];
                operation.Responses.TryAdd("401", new OpenApiResponse { Description = "The key is missing or bad: code auth.missing_key, auth.invalid_key." });
                operation.Responses.TryAdd("403", new OpenApiResponse { Description = $"The key lacks the scope {scope.Name}: code auth.scope_missing." });
            }

            return Task.CompletedTask;
        });
    }
}
