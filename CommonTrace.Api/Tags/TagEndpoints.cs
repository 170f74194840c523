using CommonTrace.Api.Auth;
using CommonTrace.Core.Tags;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommonTrace.Api.Tags;

internal static class TagEndpoints
{
    public static void MapTags(this RouteGroupBuilder api)
    {
        var tags = api.MapGroup("/tags").WithTags("Tags").RequireScope(Scopes.Read);
        tags.MapGet("", List).WithSummary("All tags in use, by name");
        tags.MapGet("/trending", Trending).WithSummary("Tags that many more traces bear this week than the week before");
    }

    private static async Task<Ok<TagsResponse>> List(ListTags list, CancellationToken cancellationToken) =>
        TypedResults.Ok(TagsResponse.Of(await list.ExecuteAsync(cancellationToken)));

    private static async Task<Ok<TrendingResponse>> Trending(ListTrendingTags list, CancellationToken cancellationToken) =>
        TypedResults.Ok(new TrendingResponse(await list.ExecuteAsync(cancellationToken)));
}

/// <summary>Tags that grow, the fastest first; at most 10.</summary>
public sealed record TrendingResponse(IReadOnlyList<TrendingTag> Trending);

/// <summary>The tags in use.</summary>
/// <param name="Tags">Their names, sorted.</param>
/// <param name="Counts">How many traces bear each.</param>
public sealed record TagsResponse(IReadOnlyList<string> Tags, IReadOnlyDictionary<string, int> Counts)
{
    public static TagsResponse Of(IReadOnlyList<TagCount> tags) => new([.. tags.Select(tag => tag.Name)], tags.ToDictionary(tag => tag.Name, tag => tag.Count));
}
