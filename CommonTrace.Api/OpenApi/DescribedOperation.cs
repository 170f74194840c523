using CommonTrace.Api.Auth;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;

namespace CommonTrace.Api.OpenApi;

/// <summary>What follows from an endpoint's metadata: its name, the key it asks for, headers, and every error that it can answer.</summary>
internal static class DescribedOperation
{
    public const string KeyScheme = "ApiKey";
    public const string BearerScheme = "Bearer";

    public static void Describe(OpenApiOperation operation, ApiDescription call, OpenApiDocument document)
    {
        var metadata = call.ActionDescriptor.EndpointMetadata;
        operation.OperationId = OperationId.Of(call.HttpMethod!, call.RelativePath!);
        var notes = OperationNotes.Find(operation.OperationId);
        var scopes = metadata.OfType<RequiredScope>().Select(scope => scope.Name).Distinct().ToList();
        operation.Description = scopes is [] ? notes?.Description : $"{notes?.Description} Needs the scope {string.Join(" or ", scopes)}.";
        operation.Responses ??= [];
        AnswerHeaders.AddTo(operation.Responses, document);
        var failures = CommonFailures(operation, metadata).Concat(notes?.Failures ?? []);
        ProblemAnswers.AddTo(operation.Responses, failures, document);
        if (NeedsKey(metadata))
        {
            operation.Security = [Requirement(KeyScheme, document), Requirement(BearerScheme, document)];
            (operation.Parameters ??= []).Add(OperationParameters.TenantHeader());
        }

        OperationParameters.Explain(operation.Parameters ?? [], call.RelativePath!);
    }

    /// <summary>The codes that any operation of its sort can answer, which its notes need not name.</summary>
    private static IEnumerable<string> CommonFailures(OpenApiOperation operation, IList<object> metadata)
    {
        string[] ofKey = NeedsKey(metadata) ? ["auth.missing_key", "auth.invalid_key", "auth.other_tenant", "tenant.not_found"] : [];
        string[] ofScope = metadata.OfType<RequiredScope>().Any() ? ["auth.scope_missing"] : [];
        string[] ofBody = operation.RequestBody is null ? [] : ["request.malformed", "request.media_type"];
        string[] ofSize = operation.RequestBody is null || HasNoSizeLimit(metadata) ? [] : ["request.too_large"];
        string[] ofFields = operation.RequestBody is null && operation.Parameters is not { Count: > 0 } && ofKey is [] ? [] : ["validation.failed"];
        // An id that is no UUID is nobody's address.
        string[] ofPath = operation.Parameters?.Any(parameter => parameter.In is ParameterLocation.Path) is true ? ["route.not_found"] : [];
        return [.. ofKey, .. ofScope, .. ofPath, .. ofBody, .. ofSize, .. ofFields, "rate_limit.exceeded", "server.failed", "server.starting", "database.unavailable"];
    }

    private static bool NeedsKey(IList<object> metadata) => metadata.OfType<IAuthorizeData>().Any() && !metadata.OfType<IAllowAnonymous>().Any();

    private static bool HasNoSizeLimit(IList<object> metadata) => metadata.OfType<IRequestSizeLimitMetadata>().Any(limit => limit.MaxRequestBodySize is null);

    private static OpenApiSecurityRequirement Requirement(string scheme, OpenApiDocument document) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
}
