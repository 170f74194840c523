using System.Text.Json;
using CommonTrace.Cli.Terminal;
using Spectre.Console;

namespace CommonTrace.Cli.Traces;

/// <summary>How the results of a search look.</summary>
internal static class FoundTraces
{
    private const int Indent = 4;
    private const int SnippetLines = 2;
    private const int Narrow = 80;

    public static void Draw(IAnsiConsole screen, JsonElement answer)
    {
        var rank = 0;
        foreach (var trace in answer.Items("results"))
        {
            Draw(screen, trace, ++rank);
        }
    }

    /// <summary>What does not belong into the results: that there are none, or that the search was not as good as it could be.</summary>
    public static void Tell(Screen screen, JsonElement answer)
    {
        if (answer.Line("degraded_reason") is { Length: > 0 } reason)
        {
            screen.Note($"Searched by words only: {reason}");
        }

        if (!answer.Items("results").Any())
        {
            screen.Note("Nothing found. Try fewer or other words, without --tag; when you have solved it, share it with `commontrace contribute`.");
        }
    }

    private static void Draw(IAnsiConsole screen, JsonElement trace, int rank)
    {
        screen.MarkupLineInterpolated($"[dim]{rank,2}[/]  [bold]{trace.Line("title")}[/]");
        if (TraceFacts.Warnings(trace) is { Length: > 0 } warnings)
        {
            screen.MarkupLineInterpolated($"    [yellow]{warnings}[/]");
        }

        string[] facts = [trace.List("tags"), TraceFacts.Standing(trace), Age.Of(trace.Time("created_at"))];
        screen.MarkupLineInterpolated($"    [dim]{string.Join(" · ", facts.Where(fact => fact.Length > 0))}[/]");
        screen.MarkupLineInterpolated($"    [blue]{trace.Line("id")}[/]");
        foreach (var line in Snippet.Of(trace.Line("solution_text"), SnippetLines, Math.Min(screen.Profile.Width, Narrow) - Indent))
        {
            screen.MarkupLineInterpolated($"    {line}");
        }

        if (trace.TryGetProperty("explain", out var factors) && factors.ValueKind == JsonValueKind.Object)
        {
            screen.MarkupLineInterpolated($"    [dim]{string.Join(" ", factors.EnumerateObject().Select(factor => $"{factor.Name}={factor.Value}"))}[/]");
        }

        screen.WriteLine();
    }
}
