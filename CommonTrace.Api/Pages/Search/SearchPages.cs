using CommonTrace.Api.Errors;
using CommonTrace.Core.Search;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommonTrace.Api.Pages.Search;

/// <summary>The first page: search.</summary>
internal static class SearchPages
{
    public static void MapSearchPage(this RouteGroupBuilder readers) => readers.MapGet("/", Show);

    private static async Task<Results<RazorComponentResult<SearchPage>, ProblemHttpResult>> Show(string? q, SearchTraces search, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(q))
        {
            return PageResults.Page<SearchPage>(new { Text = q });
        }

        var answer = await search.ExecuteAsync(new TraceQuery(q, []), cancellationToken);
        return answer.Succeeded(out var found, out var failure)
            ? PageResults.Page<SearchPage>(new { Text = q, Answer = found })
            : failure.ToProblem();
    }
}
