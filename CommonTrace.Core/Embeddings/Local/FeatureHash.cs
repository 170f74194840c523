namespace CommonTrace.Core.Embeddings.Local;

/// <summary>64-bit hashes of features, the same on every machine, process and culture. They are part of the model: a change needs a new version.</summary>
internal static class FeatureHash
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private const ulong PairSeed = 0xA24BAED4963EE407;
    private const ulong GramSeed = 0x8EBC6AF09C88C6E3;

    public static ulong OfWord(ReadOnlySpan<char> letters)
    {
        var hash = (ulong)letters.Length;
        foreach (var letter in letters)
        {
            hash = (hash ^ letter) * Multiplier;
            hash ^= hash >> 29;
        }

        return Mix(hash);
    }

    /// <summary>Two words side by side, in either order: "connection timeout" is near "timeout of a connection".</summary>
    public static ulong OfPair(ulong first, ulong second) => Mix((first + second) ^ PairSeed);

    public static ulong OfGram(char first, char second, char third) =>
        Mix((first | ((ulong)second << 16) | ((ulong)third << 32)) ^ GramSeed);

    /// <summary>The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every input bit reaches every output bit.</summary>
    public static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        return hash ^ (hash >> 31);
    }
}
