using CommonTrace.Core.Tags;

namespace CommonTrace.Api.Pages.Tags;

/// <summary>Which tags are asked for, as the address of the page says it.</summary>
/// <param name="Q">A part of their names.</param>
/// <param name="Sort"><c>name</c> or <c>count</c>; by count when it is not said.</param>
/// <param name="After">The tag that the page before ended with.</param>
public sealed record TagSearch(string? Q, string? Sort, string? After)
{
    public const string ByName = "name";
    public const string ByCount = "count";

    /// <summary>How many tags a page shows: with more it would grow past 100 KB.</summary>
    public const int MostTags = 400;

    /// <summary>The tags whose names hold the text, those that begin with it first, and in each part in the order that is asked for.</summary>
    public IReadOnlyList<TagCount> Find(IEnumerable<TagCount> tags)
    {
        var part = Tag.Normalize(Q ?? "") ?? Q?.Trim() ?? "";
        var found = tags.Where(tag => tag.Name.Contains(part, StringComparison.Ordinal));
        var sorted = Sort == ByName ? found.OrderBy(tag => tag.Name, StringComparer.Ordinal) : found.OrderByDescending(tag => tag.Count).ThenBy(tag => tag.Name, StringComparer.Ordinal);
        return [.. sorted.OrderByDescending(tag => tag.Name.StartsWith(part, StringComparison.Ordinal))];
    }

    /// <summary>What of the tags that were found comes after the page before.</summary>
    public IReadOnlyList<TagCount> PageOf(IReadOnlyList<TagCount> found) =>
        [.. (found.Any(tag => tag.Name == After) ? found.SkipWhile(tag => tag.Name != After).Skip(1) : found).Take(MostTags)];

    /// <summary>The address of the same list in another order, or of its next page.</summary>
    public string ToUrl()
    {
        var fields = new[] { ("q", Q), ("sort", Sort), ("after", After) }
            .Where(field => !string.IsNullOrWhiteSpace(field.Item2)).Select(field => $"{field.Item1}={Uri.EscapeDataString(field.Item2!)}");
        return $"/tags?{string.Join('&', fields)}";
    }
}
