using Microsoft.AspNetCore.StaticAssets;

namespace CommonTrace.Api.Pages.Shell;

/// <summary>The addresses of the files in <c>wwwroot</c>, with a fingerprint of their content in it: such an answer may be kept for ever.</summary>
internal sealed class AssetUrls(EndpointDataSource endpoints)
{
    private readonly Lazy<Dictionary<string, string>> _urls = new(() => endpoints.Endpoints
        .Select(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>())
        .Select(asset => (asset?.Route, Label: asset?.Properties.FirstOrDefault(property => property.Name == "label")?.Value))
        .Where(asset => asset.Label is not null)
        .DistinctBy(asset => asset.Label)
        .ToDictionary(asset => asset.Label!, asset => $"/{asset.Route}"));

    /// <summary>The address of a file such as <c>css/site.css</c>; without a fingerprint where the build made none.</summary>
    public string this[string file] => _urls.Value.GetValueOrDefault(file, $"/{file}");
}
