using System.Globalization;
using CommonTrace.Core;
using Microsoft.Net.Http.Headers;

namespace CommonTrace.Api.Traces;

/// <summary>A trace's version as an entity tag, such as <c>"3"</c>: it names what the trace says, not how it fares.</summary>
internal static class EntityTags
{
    public static string Of(int version) => $"\"{version}\"";

    /// <summary>Reads the versions that <c>If-Match</c> names. Weak tags, and those that are no version, match none.</summary>
    /// <param name="versions">Null when any will do.</param>
    /// <returns>What is wrong with the header; null when nothing is.</returns>
    public static Failure? Read(string? ifMatch, out IReadOnlyList<int>? versions)
    {
        versions = null;
        if (ifMatch is null)
        {
            return null;
        }

        if (!EntityTagHeaderValue.TryParseStrictList([ifMatch], out var tags))
        {
            return Failure.Field("If-Match", $"is no list of entity tags; send the ETag of the trace with its quotes, such as {Of(3)}.");
        }

        versions = tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any)) ? null : [.. tags.Where(tag => !tag.IsWeak).SelectMany(VersionsOf)];
        return null;
    }

    private static IEnumerable<int> VersionsOf(EntityTagHeaderValue tag) =>
        int.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? [version] : [];
}
