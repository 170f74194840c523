namespace CommonTrace.Api.Pages.Shell;

/// <summary>The addresses of tags' pages.</summary>
internal static class TagUrls
{
    /// <summary>The address of a tag's page. A path of dots alone leads elsewhere, in every browser: such a tag is searched for.</summary>
    public static string Of(string tag) => tag is "." or ".." ? $"/?tag={tag}" : $"/tags/{Uri.EscapeDataString(tag)}";
}
