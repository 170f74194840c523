using System.Net.Mime;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommonTrace.Api.Pages;

/// <summary>Marks the endpoints that speak to a browser: signed in by cookie, told of errors by a page, forms guarded against forgery.</summary>
internal sealed record PageEndpoint
{
    /// <summary>The request header by which a page's script asks for one part of a page, by its name.</summary>
    public const string PartHeader = "X-Part";

    /// <summary>Whether a call is answered by a page; where nothing is mapped, by whether the caller takes HTML.</summary>
    public static bool IsFor(HttpContext context)
    {
        var endpoint = context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        return endpoint is null ? TakesHtml(context.Request) : endpoint.Metadata.GetMetadata<PageEndpoint>() is not null;
    }

    private static bool TakesHtml(HttpRequest request) =>
        !request.Path.StartsWithSegments("/api") && !request.Path.StartsWithSegments(Mcp.McpDoor.Path)
        && request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Answers with a component rendered on the server.</summary>
internal static class PageResults
{
    /// <summary>A page, or a part of one.</summary>
    /// <param name="parameters">The component's parameters, as an anonymous object.</param>
    /// <param name="status">The HTTP status.</param>
    public static RazorComponentResult<TComponent> Page<TComponent>(object? parameters = null, int status = StatusCodes.Status200OK)
        where TComponent : IComponent =>
        new(parameters ?? new { }) { StatusCode = status, PreventStreamingRendering = true };

    /// <summary>Whether the page's script asks for this part only.</summary>
    public static bool AsksForPart(this HttpRequest request, string part) => request.Headers[PageEndpoint.PartHeader] == part;
}
