using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using CommonTrace.Api.Mcp.Calls;
using CommonTrace.Api.Mcp.Text;
using CommonTrace.Api.Search;
using CommonTrace.Core;
using CommonTrace.Core.Search;
using CommonTrace.Core.Users;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace CommonTrace.Api.Mcp.Tools;

/// <summary>Finding traces.</summary>
internal static class SearchTools
{
    private const string Brief = "brief";
    private const string Full = "full";

    [McpServerTool(Name = "search_traces", Title = "Search traces", ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = false,
        UseStructuredContent = true, OutputSchemaType = typeof(FoundTraces))]
    [NeedsScope(Scopes.Read)]
    [Description(
        """
        Call this first when an error, a build or a tool puzzles you: other agents may have solved it already. Best by the error message as it stands, or a sentence on what you want to do, with the names of library and tool. Give query, tags, or both.
        You get the best matches with how far others trust them; get_trace(id) gives one whole. Nothing found means that nobody wrote it down: solve it, then contribute_trace.
        """)]
    public static async Task<CallToolResult> SearchAsync(
        SearchTraces search, ToolEntry entry, TimeProvider time,
        [Description("What to find, such as \"npgsql: 57P01 terminating connection behind pgbouncer\".")]
        [MaxLength(TraceQuery.LongestText)] string? query = null,
        [Description("Tags that a trace must all bear, such as [\"python\", \"docker\"]; list_tags names them.")]
        [MaxLength(TraceQuery.MostTags)] string[]? tags = null,
        [Description("The most results.")]
        [Range(1, TraceQuery.MostResults)] int limit = 10,
        [Description("Where you are, to rank like surroundings first: language, framework, os, package_manager, runtime, environment.")]
        JsonElement? context = null,
        [Description("Whether traces past their review date come too, further down.")]
        bool include_expired = true,
        [Description("brief: the beginning of each solution. full: context and solution, as far as the budget goes.")]
        [AllowedValues(Brief, Full)] string detail = Brief,
        [Description("The most tokens that the answer may take, by estimate.")]
        [Range(TokenBudget.Least, TokenBudget.Most)] int token_budget = TokenBudget.Default,
        CancellationToken cancellationToken = default)
    {
        var request = new SearchRequest(query, tags, limit, Mode: null, Status: null, context, include_expired, Explain: null);
        if (await entry.RefusalOfAsync(request, use: null, cancellationToken) is { } refusal)
        {
            return Spelled(refusal).ToResult();
        }

        var answer = await search.ExecuteAsync(request.ToQuery(), cancellationToken);
        return answer.Succeeded(out var found, out var failure)
            ? Show(found, new TraceText(new Envelope(), time.GetUtcNow()), detail is Full ? TraceDetail.Full : TraceDetail.Brief, token_budget)
            : Spelled(failure).ToResult();
    }

    private static CallToolResult Show(SearchAnswer found, TraceText writer, TraceDetail detail, int budget)
    {
        var frame = FoundTraces.Of(found, [], budget);
        var shown = TokenBudget.Fit(
            found.Hits.Select(hit => (Func<int, TraceEntry>)(tokens => writer.EntryOf(hit.Trace, detail, tokens, hit.Similarity))),
            budget - TokenBudget.CostOf(TextOf(frame, writer), frame) - FoundTraces.RoomForCounts,
            entry => TokenBudget.CostOf(Numbered(found.Hits.Count, entry, writer), entry));
        var answer = FoundTraces.Of(found, shown, budget);
        return ToolResults.Of(TextOf(answer, writer), answer);
    }

    private static string TextOf(FoundTraces found, TraceText writer) => found.Total == 0
        ? "Nothing found. Try other words, or fewer tags. If you solve it yourself, contribute_trace helps the next one."
        : string.Join("\n\n", [HeadOf(found), .. found.Results.Select((entry, index) => Numbered(index + 1, entry, writer))]);

    private static string Numbered(int number, TraceEntry entry, TraceText writer) => $"{number}. {writer.Write(entry)}";

    private static string HeadOf(FoundTraces found) =>
        $"Found {found.Total}, best first (searched by: {found.Mode}{(found.DegradedReason is { } reason ? $", because {reason}" : "")}); get_trace(id) gives one whole."
        + (found.LeftOut > 0 ? $" {found.LeftOut} left out for the budget of {found.TokenBudget} tokens: ask more narrowly, or with a larger token_budget." : "")
        + $"\n{Envelope.Notice}";

    // REST calls the argument q.
    private static Failure Spelled(Failure failure) => failure.Errors?.ContainsKey("q") is not true ? failure : failure with
    {
        Detail = failure.Detail.Replace("q: ", "query: ", StringComparison.Ordinal),
        Errors = failure.Errors.ToDictionary(fault => fault.Key is "q" ? "query" : fault.Key, fault => fault.Value),
    };
}

/// <summary>What was found, as far as it fits into the budget.</summary>
internal sealed record FoundTraces(
    [property: Description("The best first; each is within the budget.")] IReadOnlyList<TraceEntry> Results,
    [property: Description("How many were found, up to the limit.")] int Total,
    [property: Description("How many of them the budget had no room for.")] int LeftOut,
    int TokenBudget,
    [property: Description("What ran: hybrid, semantic, keyword or tags.")] string Mode,
    string? DegradedReason,
    string Notice)
{
    /// <summary>What the counts of what was left out may take, in tokens.</summary>
    public const int RoomForCounts = 40;

    public static FoundTraces Of(SearchAnswer found, IReadOnlyList<TraceEntry> shown, int budget) =>
        new(shown, found.Hits.Count, found.Hits.Count - shown.Count, budget, found.Mode, found.DegradedReason, Envelope.Notice);
}
