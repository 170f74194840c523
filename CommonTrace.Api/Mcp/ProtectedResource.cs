using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommonTrace.Api.Mcp;

/// <summary>Tells clients how to authenticate (RFC 9728). Keys are no OAuth tokens, so there is no authorization server to name.</summary>
internal static class ProtectedResource
{
    private const string WellKnown = "/.well-known/oauth-protected-resource";

    public static void MapProtectedResource(this WebApplication app)
    {
        foreach (var path in (string[])[WellKnown, WellKnown + McpDoor.Path])
        {
            app.MapGet(path, Describe).ExcludeFromDescription().RequireCors(McpDoor.FromBrowsers);
        }
    }

    /// <summary>Where the description is, as the caller reaches it.</summary>
    public static string MetadataUrl(HttpRequest request) => Origin(request) + WellKnown + McpDoor.Path;

    private static Ok<ResourceMetadata> Describe(HttpContext context)
    {
        var origin = Origin(context.Request);
        context.Response.Headers.CacheControl = "public, max-age=3600";
        return TypedResults.Ok(new ResourceMetadata(
            origin + McpDoor.Path, ["header"], [Scopes.Read, Scopes.Contribute], "CommonTrace", $"{origin}/openapi/v1.json"));
    }

    private static string Origin(HttpRequest request) => $"{request.Scheme}://{request.Host}{request.PathBase}";
}

/// <summary>What RFC 9728, section 2, has a resource say of itself.</summary>
internal sealed record ResourceMetadata(
    string Resource, string[] BearerMethodsSupported, string[] ScopesSupported, string ResourceName, string ResourceDocumentation);

/// <summary>On an endpoint: its refusals of a key name the metadata.</summary>
internal sealed record NamesItsMetadata;
