using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Core.Search;

namespace CommonTrace.Api.Pages.Search;

/// <summary>The first page: search.</summary>
internal static class SearchPages
{
    /// <summary>What the script asks for when somebody has settled on a search: filters and results.</summary>
    private const string Search = "search";

    /// <summary>What it asks for while somebody types: the results of what may be half a word.</summary>
    private const string Typing = "typing";

    public static void MapSearchPage(this RouteGroupBuilder readers) => readers.MapGet("/", Show);

    private static async Task<IResult> Show(
        [AsParameters] SearchForm form, [AsParameters] MemoryVerbs memory, SearchTraces search, CurrentCaller current, HttpRequest request, CancellationToken cancellationToken)
    {
        var view = new SearchView(form) { Faults = form.FindFaults() };
        if (view.Faults.Count > 0)
        {
            return Answer(request, view, StatusCodes.Status422UnprocessableEntity);
        }

        if (form.IsEmpty)
        {
            return Answer(request, view with { Memory = await memory.ReadAsync(current.Caller, form.Status, cancellationToken) });
        }

        var query = form.ToRequest().ToQuery() with { IsTyping = request.AsksForPart(Typing) };
        var answer = await search.ExecuteAsync(query, cancellationToken);
        return answer.Succeeded(out var found, out var failure) ? Answer(request, view with { Answer = found }) : failure.ToProblem();
    }

    private static IResult Answer(HttpRequest request, SearchView view, int status = StatusCodes.Status200OK) =>
        request.AsksForPart(Typing) ? PageResults.Page<SearchResults>(new { View = view }, status)
        : request.AsksForPart(Search) ? PageResults.Page<SearchParts>(new { View = view }, status)
        : PageResults.Page<SearchPage>(new { View = view }, status);
}
