using System.Globalization;
using System.Text.Json;
using CommonTrace.Cli.Terminal;
using Spectre.Console;

namespace CommonTrace.Cli.Traces;

/// <summary>What became of a contribution, or would become of it.</summary>
internal static class Submission
{
    public static void Draw(IAnsiConsole screen, JsonElement answer, bool isCheck)
    {
        screen.MarkupLineInterpolated($"[bold]{Sentence(answer, isCheck)}[/]");
        screen.Fields(
            ("tags", answer.List("tags")),
            ("left out", answer.List("dropped_tags") is { Length: > 0 } dropped ? $"{dropped} (no tags)" : ""),
            ("signs of", answer.List("flags")));
        foreach (var found in answer.Items("redactions"))
        {
            screen.MarkupLineInterpolated($"[yellow]Replaced[/]  {found.Line("field")}, line {found.Line("line")}, column {found.Line("column")}: {found.Line("kind")}");
        }

        foreach (var similar in answer.Items("similar"))
        {
            var likeness = similar.GetProperty("similarity").GetDouble().ToString("0.00", CultureInfo.InvariantCulture);
            screen.MarkupLineInterpolated($"[yellow]Similar[/]   {likeness}  {similar.Line("id")}  {similar.Line("title")}");
        }
    }

    private static string Sentence(JsonElement answer, bool isCheck) => (answer.Line("duplicate_of"), isCheck) switch
    {
        ({ Length: > 0 } standing, _) => $"The same content is there already: {standing}",
        (_, true) => "It would be stored.",
        _ => $"Stored as {answer.Line("id")}; it can be found.",
    };
}
