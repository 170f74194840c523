using System.ComponentModel.DataAnnotations;

namespace CommonTrace.Core.Search;

/// <summary>How searching behaves. Section <c>Search</c>.</summary>
public sealed class SearchOptions
{
    public const string Section = "Search";

    /// <summary>How long the query's embedding may take before the search goes on without it. Default: 800 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:00:30")]
    public TimeSpan EmbedTimeout { get; init; } = TimeSpan.FromMilliseconds(800);
}
