using CommonTrace.Core.Embeddings.Local;

namespace CommonTrace.Core.Words;

/// <summary>How common a word is in the documentation of software.</summary>
internal enum Commonness : byte
{
    Rare,
    Known,
    Frequent,
    Usual,
    Everywhere,
}

/// <summary>Knows the common words of software English (<c>common.txt</c>) in any inflection.</summary>
internal static class CommonWords
{
    private static readonly Dictionary<ulong, Commonness> Tiers = Read();

    /// <summary>How common the word is, by the hash of its stem.</summary>
    public static Commonness Of(ulong stem) => Tiers.GetValueOrDefault(stem);

    private static Dictionary<ulong, Commonness> Read()
    {
        var tiers = new Dictionary<ulong, Commonness>();
        foreach (var tier in VocabularyFiles.ReadConcepts("common.txt"))
        {
            var commonness = Enum.Parse<Commonness>(tier.Name, ignoreCase: true);
            foreach (var (word, _) in tier.Terms)
            {
                tiers.TryAdd(Stem.HashOf(word), commonness);
            }
        }

        return tiers;
    }
}
