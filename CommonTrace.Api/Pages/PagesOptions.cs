namespace CommonTrace.Api.Pages;

/// <summary>Who may look at the pages. Section <c>Pages</c>.</summary>
public sealed class PagesOptions
{
    public const string Section = "Pages";

    /// <summary>Whether people without a key may read and search the tenant <c>commons</c> in a browser. Default: false, everybody signs in.</summary>
    public bool Public { get; init; }
}
