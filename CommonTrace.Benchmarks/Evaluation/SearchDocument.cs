using CommonTrace.Core.Evaluation;
using CommonTrace.Tests.Architecture;

namespace CommonTrace.Benchmarks.Evaluation;

/// <summary>The table of the report half in docs/search.md, below which no figure may fall.</summary>
internal static class SearchDocument
{
    private static readonly string Page = Path.Combine(Repository.Root.FullName, "docs", "search.md");

    /// <summary>Renews what stands between the marks; the rest of the page is written by hand.</summary>
    public static async Task WriteAsync(EvaluationSet set, IReadOnlyList<RelevanceRow> rows)
    {
        var text =
            $"""
            The report half: {set.Report.Count} of {set.Queries.Count} queries, {set.Traces.Count} traces, the local provider. Printed by

            ```sh
            dotnet run -c Release --project CommonTrace.Benchmarks -- eval --write
            ```

            {RelevanceTable.ToMarkdown(rows)}
            """;
        await File.WriteAllTextAsync(Page, MarkedSection.Replace(await File.ReadAllTextAsync(Page), RelevanceTable.Section, text));
    }
}
