using CommonTrace.Api.Pages;
using CommonTrace.Core;
using CommonTrace.Core.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace CommonTrace.Tests.Browser;

/// <summary>What the API maps for people to look at.</summary>
internal static class MappedPages
{
    public static IReadOnlyList<string> Routes()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "CommonTrace.Api", ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:commontrace", "Host=127.0.0.1;Port=1"), new("Embedding:Provider", "local")]);
        builder.AddCommonTrace(DatabaseRole.Api);
        builder.AddPages();
        using var app = builder.Build();
        app.MapPages();
        return
        [
            .. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.Metadata.GetMetadata<PageEndpoint>() is not null && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Contains("GET"))
                .Select(endpoint => $"/{endpoint.RoutePattern.RawText!.Trim('/')}"),
        ];
    }
}
