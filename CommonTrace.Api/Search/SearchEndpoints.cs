using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Api.RateLimits;
using CommonTrace.Core.Search;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommonTrace.Api.Search;

internal static class SearchEndpoints
{
    public static void MapSearch(this RouteGroupBuilder api) =>
        api.MapPost("/traces/search", Search).WithTags("Traces").WithSummary("Find traces by words and meaning, by tags, or both")
            .RequireScope(Scopes.Read).CountsAsRead();

    private static async Task<Results<Ok<SearchResponse>, ProblemHttpResult>> Search(
        SearchRequest request, SearchTraces search, CancellationToken cancellationToken)
    {
        var answer = await search.ExecuteAsync(request.ToQuery(), cancellationToken);
        return answer.Succeeded(out var found, out var failure)
            ? TypedResults.Ok(new SearchResponse([.. found.Hits.Select(hit => SearchResult.Of(hit, request.Explain is true))], found.Hits.Count, request.Q, found.Mode, found.DegradedReason))
            : failure.ToProblem();
    }
}
