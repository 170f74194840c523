using System.Globalization;
using System.Text;
using CommonTrace.Core.Safety.Quality;

namespace CommonTrace.Core.Safety;

/// <summary>Why a trace is below the floor.</summary>
/// <param name="Code">A code that never changes.</param>
/// <param name="Field">The field at fault: title, context or solution.</param>
/// <param name="Detail">A sentence for its author: what is wrong and what to write instead.</param>
public sealed record QualityFault(string Code, string Field, string Detail);

/// <summary>The least that a trace must hold to be of use: words, not a form's headings, and a solution that says more than the title.</summary>
public static class QualityFloor
{
    public const string TemplatedHusk = "quality.templated_husk";
    public const string RepeatsTitle = "quality.repeats_title";
    public const string NoLetters = "quality.no_letters";

    private const int LongestShown = 60;

    /// <summary>The first fault of a trace; null when it has none. A short answer is none.</summary>
    public static QualityFault? FaultOf(string title, string context, string solution)
    {
        (string Field, string Text)[] fields = [("title", title), ("context", context), ("solution", solution)];
        return fields.Select(field => LettersFaultOf(field.Field, field.Text)).FirstOrDefault(fault => fault is not null)
            ?? fields.Select(field => HuskFaultOf(field.Field, field.Text)).FirstOrDefault(fault => fault is not null)
            ?? RepetitionFaultOf(title, solution);
    }

    private static QualityFault? LettersFaultOf(string field, string text)
    {
        var hasLetter = text.EnumerateRunes().Any(Rune.IsLetter);
        return hasLetter ? null : new QualityFault(NoLetters, field, $"The {field} \"{Shown(text)}\" has no letter in any script; write it in words.");
    }

    private static QualityFault? HuskFaultOf(string field, string text) => TemplateText.IsHusk(text)
        ? new QualityFault(TemplatedHusk, field, $"The {field} \"{Shown(text)}\" is only a placeholder or a heading; write {Wanted(field)}.")
        : null;

    private static QualityFault? RepetitionFaultOf(string title, string solution)
    {
        var (wanted, given) = (Essence(title), Essence(solution));
        var repeats = wanted.Length > 0 && given.Length % wanted.Length == 0 && given.Replace(wanted, "", StringComparison.Ordinal).Length == 0;
        return repeats ? new QualityFault(RepeatsTitle, "solution", $"The solution only repeats the title \"{Shown(title)}\"; write what was done.") : null;
    }

    private static string Wanted(string field) => field switch
    {
        "title" => "what the trace is about",
        "context" => "the situation that it was met in",
        _ => "what fixed it",
    };

    // What is left without case, punctuation and white space; signs such as + stay, C++ is not C.
    private static string Essence(string text)
    {
        var essence = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var isSign = Rune.GetUnicodeCategory(rune) is UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.OtherSymbol;
            if (Rune.IsLetterOrDigit(rune) || isSign)
            {
                essence.Append(Rune.ToLowerInvariant(rune));
            }
        }

        return essence.ToString();
    }

    private static string Shown(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, 20, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LongestShown ? line : $"{line[..(char.IsHighSurrogate(line[LongestShown - 1]) ? LongestShown - 1 : LongestShown)]}…";
    }
}
