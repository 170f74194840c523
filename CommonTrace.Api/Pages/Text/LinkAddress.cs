namespace CommonTrace.Api.Pages.Text;

/// <summary>Which addresses a stored text may link to: pages of the web, and mail.</summary>
internal static class LinkAddress
{
    private const int Longest = 2000;

    /// <summary>The address as it is understood, which is what a browser then gets to see; null for one that is no link here.</summary>
    /// <param name="address">As it stands in the text, its entities already read.</param>
    public static string? Of(string? address)
    {
        // Browsers pass over control characters in an address, and take a backslash for a slash: what stands in it is not what they would visit.
        if (address is null or { Length: > Longest } || address.AsSpan().ContainsAny('\\', '\uFFFD') || address.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter))
            || VisibleText.RunsOf(address).Any(run => run.IsMark)
            || !Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            return null;
        }

        var isMail = uri.Scheme == Uri.UriSchemeMailto;
        // A name before the host looks like the host: https://github.com@elsewhere.example.
        var isWeb = (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && uri.Host.Length > 0 && uri.UserInfo.Length == 0;
        return isMail || isWeb ? uri.AbsoluteUri : null;
    }
}
