using System.Text.Json;
using System.Text.Json.Serialization;
using CommonTrace.Api.OpenApi;

namespace CommonTrace.Api;

/// <summary>What holds for every request and answer: snake_case, strict numbers, bodies of at most 1 MiB, checked by annotations.</summary>
internal static class WireFormat
{
    private const long LargestBody = 1024 * 1024;

    public static void AddWireFormat(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = LargestBody);
        builder.Services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        builder.Services.AddValidation();
        builder.Services.AddOpenApi("v1", OpenApiDescription.Configure);
    }
}
