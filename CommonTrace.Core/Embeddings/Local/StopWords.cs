using System.Collections.Frozen;

namespace CommonTrace.Core.Embeddings.Local;

/// <summary>English words that say little about a software problem: they weigh little and make no pairs.</summary>
internal static class StopWords
{
    private const string Words =
        "a about after again all also always am an and any anyone are aren as at be because been before being both but by can cannot could " +
        "did didn do does doesn doing don done dont each else even ever every few for from gets get getting give given gives go goes got had " +
        "has hasn have having he her here him his how however i if im in instead into is isn it its itself ive just keep keeps know let like " +
        "ll made make makes making many may me might more most much must my need needs never no nor not nothing now of off on once one only " +
        "onto or other our out over own per please same see seems she should so some someone something still such sure t than that the their " +
        "them then there these they thing this those though to too tried try trying under until up upon us use used uses using ve very via " +
        "want wants was wasn way we well were what when where whether which while who why will with without won work working works would " +
        "yet you your";

    private static readonly FrozenSet<ulong> Hashes = Words.Split(' ').Select(word => FeatureHash.OfWord(word)).ToFrozenSet();

    /// <summary>Letters of the longest stop word: longer words need no look-up.</summary>
    public static readonly int MaxLetters = Words.Split(' ').Max(word => word.Length);

    public static bool Contains(ReadOnlySpan<char> word) => word.Length <= MaxLetters && Hashes.Contains(FeatureHash.OfWord(word));
}
