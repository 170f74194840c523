using CommonTrace.Api.Auth;
using CommonTrace.Core.Tags;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommonTrace.Api.Tags;

internal static class TagEndpoints
{
    public static void MapTags(this RouteGroupBuilder api) =>
        api.MapGet("/tags", List).WithTags("Tags").WithSummary("All tags in use, by name").RequireScope(Scopes.Read);

    private static async Task<Ok<TagsResponse>> List(ListTags list, CancellationToken cancellationToken)
    {
        var tags = await list.ExecuteAsync(cancellationToken);
        return TypedResults.Ok(new TagsResponse([.. tags.Select(tag => tag.Name)], tags.ToDictionary(tag => tag.Name, tag => tag.Count)));
    }
}

/// <summary>The tags in use.</summary>
/// <param name="Tags">Their names, sorted.</param>
/// <param name="Counts">How many traces bear each.</param>
public sealed record TagsResponse(IReadOnlyList<string> Tags, IReadOnlyDictionary<string, int> Counts);
