using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace CommonTrace.Core.Safety.Quality;

/// <summary>Knows texts that are only a form nobody filled in: headings, placeholders and filler, alone or together.</summary>
internal static class TemplateText
{
    // Whoever repeats a line over and over rarely goes on for longer.
    private const int LongestFiller = 4_000;

    private static readonly FrozenSet<string> Fillers = FrozenSet.Create(
        StringComparer.Ordinal,
        "todo", "todos", "to do", "tbd", "tba", "tbc", "fixme", "wip", "n a", "na", "none", "nil", "null", "undefined", "nothing", "empty", "nan", "unknown", "not available", "not applicable", "no response",
        "test", "tests", "testing", "test test", "just a test", "this is a test", "test title", "test context", "test solution", "test trace", "test content", "sample text", "some text", "asdf", "asdfasdf", "asdfgh", "asdfghjkl", "qwerty", "qwertyuiop",
        "foo", "bar", "baz", "foo bar", "foobar", "foo bar baz", "abc", "abcd", "xyz", "string", "text", "placeholder", "example", "sample", "dummy", "dummy text", "hello", "hi", "ok", "okay", "done", "fixed", "fixed it", "it works", "works", "yes", "no", "hmm",
        "your text here", "text here", "title here", "context here", "solution here", "description here", "answer here", "content here", "title goes here", "context goes here", "solution goes here", "description goes here", "text goes here",
        "to be added", "to be filled in", "to be filled", "to be done", "to be determined", "to be written", "fill in", "fill me in", "fill this in", "fill in later", "will add later", "add later", "will update later", "coming soon", "work in progress", "see above", "see below", "see title", "same as title", "same as above", "as above", "as title",
        "untitled", "no title", "no context", "no solution", "no solution yet", "no description", "no description provided", "a clear and concise description of what the bug is", "a clear and concise description of what you expected to happen",
        "a clear and concise description of what the problem is", "a clear and concise description of what you want to happen", "add any other context about the problem here", "add any other context here", "if applicable add screenshots to help explain your problem", "go to", "click on", "scroll down to", "see error");

    private static readonly FrozenSet<string> Headings = FrozenSet.Create(
        StringComparer.Ordinal,
        "title", "context", "problem", "the problem", "problem statement", "issue", "issue description", "bug", "bug report", "describe the bug", "to reproduce", "description", "summary", "overview", "background", "situation", "symptom", "symptoms", "error", "error message", "cause", "root cause", "analysis", "diagnosis",
        "solution", "the solution", "the fix", "fix", "resolution", "answer", "workaround", "steps", "steps to reproduce", "reproduction", "expected", "expected behavior", "expected behaviour", "actual", "actual behavior", "actual behaviour",
        "environment", "version", "versions", "notes", "additional context", "additional notes", "screenshots", "references", "verification", "how to verify", "prevention", "lessons learned", "tags", "result", "outcome", "what happened", "what i tried", "what worked", "details");

    // "Describe the problem here": a form's request, not an answer.
    private static readonly Regex Request = new(
        """
        ^(please\s)?((describe|explain|insert|enter|write|fill\sin|state|type|provide|paste|put|add|replace|list)\s(\w+\s){0,8}(here|below)
        |(describe|explain|insert|enter|write|fill\sin|state|summari[sz]e)\s(in\sdetail\s)?(your|the|a|an|what|how)\s(\w+\s){0,4}(problem|solution|issue|bug|context|title|description|situation|fix|answer|text|happened|it)(\sin\sdetail|\sin\syour\sown\swords)?
        |(your|the)\s(problem|solution|context|title|description|answer|text|issue)(\sgoes)?\shere|lorem\sipsum(\sdolor\b.*)?)$
        """,
        RegexOptions.NonBacktracking | RegexOptions.IgnorePatternWhitespace);

    // <insert solution>, [describe it], {{solution}}, and comments of Markdown.
    private static readonly Regex Bracketed = new(@"^\W*(<[^<>/=]{1,80}>|\[[^\[\]]{1,80}\]|\{\{[^{}]{1,80}\}\}|\{[a-z_ ]{1,40}\}|<!--.{0,200}?-->)\W*$", RegexOptions.NonBacktracking);

    /// <summary>Whether each line is a heading, a placeholder or filler.</summary>
    public static bool IsHusk(string text)
    {
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range);
            var words = WordsOf(line);
            if (words.Length > 0 && !Headings.Contains(words) && !IsFilled(line, words))
            {
                return text.Length <= LongestFiller && IsRepetition(WordsOf(text));
            }
        }

        return true;
    }

    private static bool IsFilled(ReadOnlySpan<char> line, string words)
    {
        var colon = line.IndexOf(':');
        var answer = colon > 0 && Headings.Contains(WordsOf(line[..colon])) ? line[(colon + 1)..] : line;
        var given = answer.Length == line.Length ? words : WordsOf(answer);
        return given.Length == 0 || Fillers.Contains(given) || Request.IsMatch(given) || IsPlaceholder(answer) || IsRepetition(given);
    }

    private static bool IsPlaceholder(ReadOnlySpan<char> line) => Bracketed.IsMatch(line.Trim());

    /// <summary>Whether the words are one over and over, or two for long, or one letter.</summary>
    private static bool IsRepetition(string words)
    {
        var list = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var distinct = list.Distinct(StringComparer.Ordinal).Take(3).Count();
        return (list.Length >= 3 && distinct == 1) || (list.Length >= 6 && distinct == 2) || (words.Length >= 3 && words.Distinct().Take(2).Count() == 1);
    }

    /// <summary>Letters and digits in lower case, one space between words.</summary>
    private static string WordsOf(ReadOnlySpan<char> text)
    {
        var words = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                words.Append(Rune.ToLowerInvariant(rune));
            }
            else if (words.Length > 0 && words[^1] != ' ' && rune.Value != '\'')
            {
                words.Append(' ');
            }
        }

        return words.ToString().TrimEnd();
    }
}
