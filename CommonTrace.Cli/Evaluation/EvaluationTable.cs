using System.Globalization;
using System.Text.Json;
using CommonTrace.Cli.Terminal;
using CommonTrace.Core.Evaluation;
using Spectre.Console;

namespace CommonTrace.Cli.Evaluation;

/// <summary>The figures of each half, by mode.</summary>
internal static class EvaluationTable
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void Show(Screen screen, int traces, IReadOnlyList<EvaluatedHalf> halves, bool byKind) =>
        screen.Show(JsonSerializer.SerializeToElement(new { traces, halves }, Json), console =>
        {
            foreach (var half in halves)
            {
                console.MarkupLineInterpolated($"[bold]{half.Half}[/]: {half.Queries} queries, {traces} traces");
                console.Write(Of(half.Rows.Where(row => byKind || row.Kind == RelevanceTable.AllKinds)));
                console.WriteLine();
            }

            console.WriteLine($"{RelevanceFigures.Empty}: the share of queries without an answer that came back empty.");
        });

    private static Table Of(IEnumerable<RelevanceRow> rows)
    {
        var table = Plain.Table(["KIND", "MODE", "QUERIES", .. RelevanceFigures.Names]);
        foreach (var row in rows)
        {
            var figures = RelevanceFigures.Names.Select(name => row.Figures.TryGetValue(name, out var value) ? value.ToString("F3", CultureInfo.InvariantCulture) : "–");
            table.AddRow([row.Kind, row.Mode, $"{row.Queries}", .. figures]);
        }

        return table;
    }
}
