using System.Text.RegularExpressions;

namespace CommonTrace.Core.Safety.Secrets;

/// <summary>How one kind of secret is recognised.</summary>
/// <param name="kind">Its name in answers, in snake case; it never changes.</param>
/// <param name="keywords">One of them stands in every text that has such a secret, in any case.</param>
/// <param name="pattern">
/// What it looks like. The secret is the group <c>v</c>, or all of it. A group must be bounded in length, or unable to hold a keyword, for
/// after a refused one the search goes on at its first character. <c>\b</c> in the beginning is checked apart: without it, literal text is
/// searched for faster, and the n of a line break that is written \n is no part of a word.
/// </param>
/// <param name="check">Tells a secret from what only looks like one; <see cref="SecretCheck.Random"/> unless told.</param>
internal sealed class SecretRule(string kind, string[] keywords, string pattern, Func<string, bool>? check = null)
{
    private readonly bool _isWord = pattern.StartsWith(@"\b", StringComparison.Ordinal);

    // A pattern of this engine takes a millisecond to build: most texts need few.
    private readonly Lazy<Regex> _pattern = new(() => new Regex(
        pattern.StartsWith(@"\b", StringComparison.Ordinal) ? pattern[2..] : pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));

    private readonly Func<string, bool> _check = check ?? SecretCheck.Random;

    public string Kind => kind;

    public IReadOnlyList<string> Keywords => keywords;

    /// <summary>All places of the text that have this shape.</summary>
    public IEnumerable<Candidate> In(string text, int rank)
    {
        for (var match = _pattern.Value.Match(text); match.Success;)
        {
            var value = match.Groups["v"] is { Success: true } group ? group : (Capture)match;
            var holds = false;
            if (!_isWord || BeginsAt(match.Index, text))
            {
                holds = _check(value.Value);
                yield return new(rank, kind, value.Index, value.Length, holds);
            }

            // An assignment of a harmless value may hide another one: `secret: token=…`.
            match = !holds && value.Index > match.Index ? _pattern.Value.Match(text, value.Index) : match.NextMatch();
        }
    }

    private static bool BeginsAt(int index, string text) =>
        index == 0 || !(char.IsAsciiLetterOrDigit(text[index - 1]) || text[index - 1] == '_') || (index > 1 && text[index - 2] == '\\' && "nrt".Contains(text[index - 1]));
}
