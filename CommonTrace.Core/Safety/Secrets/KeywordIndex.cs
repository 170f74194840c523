using System.Buffers;

namespace CommonTrace.Core.Safety.Secrets;

/// <summary>Tells in one pass over a text which rules have a keyword in it.</summary>
internal sealed class KeywordIndex
{
    private readonly SearchValues<string> _any;
    private readonly Dictionary<char, (string Keyword, int[] Rules)[]> _byFirst;
    private readonly int _rules;

    public KeywordIndex(IReadOnlyList<SecretRule> rules)
    {
        var byKeyword = rules.Index().SelectMany(rule => rule.Item.Keywords, (rule, keyword) => (Keyword: keyword, Rule: rule.Index))
            .GroupBy(pair => pair.Keyword, pair => pair.Rule, StringComparer.OrdinalIgnoreCase)
            .Select(group => (Keyword: group.Key, Rules: group.ToArray())).ToList();
        _rules = rules.Count;
        _any = SearchValues.Create([.. byKeyword.Select(pair => pair.Keyword)], StringComparison.OrdinalIgnoreCase);
        _byFirst = byKeyword.GroupBy(pair => char.ToLowerInvariant(pair.Keyword[0])).ToDictionary(group => group.Key, group => group.ToArray());
    }

    /// <summary>For each rule whether its pattern may match.</summary>
    public bool[] Find(ReadOnlySpan<char> text)
    {
        var found = new bool[_rules];
        for (var at = text.IndexOfAny(_any); at >= 0;)
        {
            text = text[at..];
            Mark(text, found);
            text = text[1..];
            at = text.IndexOfAny(_any);
        }

        return found;
    }

    private void Mark(ReadOnlySpan<char> text, bool[] found)
    {
        foreach (var (keyword, rules) in _byFirst[char.ToLowerInvariant(text[0])])
        {
            if (!found[rules[0]] && text.StartsWith(keyword, StringComparison.OrdinalIgnoreCase))
            {
                foreach (var rule in rules)
                {
                    found[rule] = true;
                }
            }
        }
    }
}
