using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Core.Paging;
using CommonTrace.Core.Tags;
using CommonTrace.Core.Traces;

namespace CommonTrace.Api.Pages.Tags;

/// <summary>The words that traces are found by.</summary>
internal static class TagPages
{
    public static void MapTagPages(this RouteGroupBuilder readers)
    {
        readers.MapGet("/tags", List);
        readers.MapGet("/tags/{name}", Show);
    }

    private static async Task<IResult> List([AsParameters] TagSearch search, ListTags list, ListTrendingTags trending, CancellationToken cancellationToken)
    {
        var isOrderKnown = search.Sort is null or "" or TagSearch.ByName or TagSearch.ByCount;
        return PageResults.Page<TagsPage>(
            new { Search = search, Tags = await list.ExecuteAsync(cancellationToken), Growing = await trending.ExecuteAsync(cancellationToken), IsOrderKnown = isOrderKnown },
            isOrderKnown ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> Show(
        string name, string? cursor, GetTag get, ListTags list, ListTrendingTags trending, ListTraces traces, CurrentCaller current, CancellationToken cancellationToken)
    {
        if (!(await get.ExecuteAsync(name, cancellationToken)).Succeeded(out var tag, out var missing))
        {
            var search = new TagSearch(name, Sort: null, After: null);
            return PageResults.Page<TagsPage>(
                new { Search = search, Tags = await list.ExecuteAsync(cancellationToken), Growing = await trending.ExecuteAsync(cancellationToken), Missing = missing },
                StatusCodes.Status404NotFound);
        }

        var query = new TraceListQuery(Status: null, [tag.Name], ContributorId: null, Flagged: null, PageLimit.Default, cursor);
        var answer = await traces.ExecuteAsync(current.Caller, query, cancellationToken);
        return answer.Succeeded(out var page, out var failure) ? PageResults.Page<TagPage>(new { Tag = tag, Traces = page, IsFirst = cursor is null }) : failure.ToProblem();
    }
}
