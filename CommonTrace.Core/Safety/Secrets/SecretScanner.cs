namespace CommonTrace.Core.Safety.Secrets;

/// <summary>Finds passwords, keys and tokens in a text by <see cref="SecretRules"/>.</summary>
public static class SecretScanner
{
    private static readonly Lazy<KeywordIndex> Keywords = new(() => new KeywordIndex(SecretRules.All));

    /// <summary>Every kind that can be found, the more specific ones first.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. SecretRules.All.Select(rule => rule.Kind).Distinct()];

    /// <summary>What was found, in the order of the text; of findings that overlap the one of the most specific rule. Time grows linearly with the text.</summary>
    public static IReadOnlyList<FoundSecret> Find(string text)
    {
        var candidates = new List<Candidate>();
        foreach (var (rank, standing) in Keywords.Value.Find(text).Index())
        {
            if (standing)
            {
                candidates.AddRange(SecretRules.All[rank].In(text, rank));
            }
        }

        return Locate(text, Candidate.Settle(candidates));
    }

    private static FoundSecret[] Locate(string text, List<Candidate> candidates)
    {
        var found = new FoundSecret[candidates.Count];
        var (at, line, column) = (0, 1, 1);
        foreach (var (index, candidate) in candidates.Index())
        {
            foreach (var rune in text.AsSpan(at, candidate.Start - at).EnumerateRunes())
            {
                at += rune.Utf16SequenceLength;
                var ends = rune.Value == '\n' || (rune.Value == '\r' && (at == text.Length || text[at] != '\n'));
                (line, column) = ends ? (line + 1, 1) : (line, column + 1);
            }

            found[index] = new(candidate.Kind, candidate.Start, candidate.Length, line, column);
        }

        return found;
    }
}
