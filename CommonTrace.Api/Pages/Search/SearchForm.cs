using CommonTrace.Api.Search;
using CommonTrace.Api.Validation;
using CommonTrace.Core.Tags;
using Microsoft.AspNetCore.Mvc;

namespace CommonTrace.Api.Pages.Search;

/// <summary>What is asked on the search page, as its address says it. An empty field is none.</summary>
/// <param name="Q">What to search for.</param>
/// <param name="GivenTags">Tags that must all be borne, in any spelling.</param>
/// <param name="Status">Only traces of this status.</param>
/// <param name="Mode">How to search.</param>
/// <param name="Expired"><c>off</c> leaves out what is due for review.</param>
public sealed record SearchForm(string? Q, [FromQuery(Name = "tag")] string[]? GivenTags, string? Status, string? Mode, string? Expired)
{
    /// <summary>The tags in their one spelling.</summary>
    public IReadOnlyList<string> Tags => SortTags().Names;

    /// <summary>Whether there is neither a text nor a tag to search for.</summary>
    public bool IsEmpty => string.IsNullOrWhiteSpace(Q) && Tags.Count == 0;

    /// <summary>Whether something is left out that other filters would let in.</summary>
    public bool IsNarrowed => !string.IsNullOrEmpty(Status) || Expired == "off";

    /// <summary>The same request as REST takes it, under the same rules.</summary>
    public SearchRequest ToRequest() => new(
        Q, Tags, Limit: null, NullIfEmpty(Mode), NullIfEmpty(Status), Context: null, IncludeExpired: Expired != "off", Explain: true);

    /// <summary>What is wrong, by field; empty when nothing is.</summary>
    public IReadOnlyDictionary<string, string[]> FindFaults()
    {
        var faults = new Dictionary<string, string[]>(RequestShape.FaultOf(ToRequest())?.Errors ?? new Dictionary<string, string[]>());
        if (SortTags().Dropped is [var impossible, ..])
        {
            faults["tags"] = [$"'{impossible}' cannot be a tag: those have 1 to {Tag.MaxLength} of the characters a-z 0-9 . + # _ -"];
        }

        if (NullIfEmpty(Expired) is not (null or "on" or "off"))
        {
            faults["expired"] = ["must be on or off."];
        }

        return faults;
    }

    /// <summary>The address of this search.</summary>
    public string ToUrl()
    {
        var fields = Tags.Select(tag => ("tag", (string?)tag)).Prepend(("q", Q)).Concat([("status", Status), ("mode", Mode), ("expired", Expired)])
            .Where(field => !string.IsNullOrWhiteSpace(field.Item2)).Select(field => $"{field.Item1}={Uri.EscapeDataString(field.Item2!)}");
        return $"/?{string.Join('&', fields)}";
    }

    /// <summary>The address of this search with one more tag.</summary>
    public string UrlWith(string tag) => (this with { GivenTags = [.. Tags, tag] }).ToUrl();

    private (IReadOnlyList<string> Names, IReadOnlyList<string> Dropped) SortTags() =>
        Tag.NormalizeAll((GivenTags ?? []).Where(tag => !string.IsNullOrWhiteSpace(tag)));

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
