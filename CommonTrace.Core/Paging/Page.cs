namespace CommonTrace.Core.Paging;

/// <summary>A part of a list.</summary>
/// <param name="Items">The rows, the newest first.</param>
/// <param name="NextCursor">What to ask the next page with; null when this was the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor)
{
    /// <summary>The page of rows of which one more than the page holds was asked for: so it is known whether it is the last.</summary>
    internal static Page<T> Of(List<T> rows, int limit, Func<T, Guid> id) => Of(rows, limit, last => PageCursor.Of(id(last)));

    /// <summary>The same of a list that goes by something else than ids.</summary>
    internal static Page<T> Of(List<T> rows, int limit, Func<T, string> cursor) =>
        rows.Count > limit ? new(rows[..limit], cursor(rows[limit - 1])) : new(rows, null);
}
