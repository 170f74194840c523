using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace CommonTrace.Tests.Pages;

/// <summary>A page as it came, with the few questions that tests ask of its HTML.</summary>
internal sealed partial record PageAnswer(HttpStatusCode Status, HttpResponseHeaders Headers, string Html)
{
    /// <summary>Where a redirect leads to, as a path.</summary>
    public string? Location => Headers.Location?.ToString();

    /// <summary>What a reader sees: without tags, the white space of each run as one space.</summary>
    public string Text => TextOf(Html);

    /// <summary>Where the links lead to, in order.</summary>
    public IReadOnlyList<string> Links => [.. Link().Matches(Html).Select(link => WebUtility.HtmlDecode(link.Groups["href"].Value))];

    public PageAnswer Is(HttpStatusCode expected)
    {
        Assert.True(expected == Status, $"Expected {expected}, got {Status}: {Text}");
        return this;
    }

    /// <summary>The texts of the elements of this name that hold none of the same name, and whose start tag contains this, such as <c>class="badge</c>.</summary>
    public IReadOnlyList<string> All(string element, string having = "") =>
    [
        .. Regex.Matches(Html, $@"<{element}(?<start>(\s[^>]*)?)>(?<inner>.*?)</{element}>", RegexOptions.Singleline)
            .Where(match => match.Groups["start"].Value.Contains(having, StringComparison.Ordinal))
            .Select(match => TextOf(match.Groups["inner"].Value)),
    ];

    /// <summary>What the input of this name holds; null when there is none.</summary>
    public string? ValueOf(string field) => Input().Matches(Html).Select(input => input.Value)
        .Where(input => input.Contains($"name=\"{field}\"", StringComparison.Ordinal))
        .Select(input => WebUtility.HtmlDecode(Value().Match(input).Groups["value"].Value)).FirstOrDefault();

    private static string TextOf(string html) => WhiteSpace().Replace(WebUtility.HtmlDecode(Tag().Replace(html, " ")), " ").Trim();

    [GeneratedRegex(@"<a\s[^>]*?href=""(?<href>[^""]*)""")]
    private static partial Regex Link();

    [GeneratedRegex("<input[^>]*>")]
    private static partial Regex Input();

    [GeneratedRegex(@"\svalue=""(?<value>[^""]*)""")]
    private static partial Regex Value();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
