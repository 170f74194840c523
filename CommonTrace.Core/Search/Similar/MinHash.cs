using CommonTrace.Core.Embeddings.Local;

namespace CommonTrace.Core.Search.Similar;

/// <summary>
/// Signatures by which near copies are found without comparing with every trace: MinHash (Broder, "On the resemblance and containment of
/// documents", 1997) in bands (Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", chapter 3).
/// </summary>
internal static class MinHash
{
    /// <summary>Hashes of a signature. Sixteen bands of four: two texts that have 70 % of their terms in common share one with a probability of 0.99, at 10 % with 0.002.</summary>
    public const int Bands = 16;

    private const int RowsPerBand = 4;
    private const int Rows = Bands * RowsPerBand;

    /// <summary>The signature of a set of terms; empty for no terms. Those of two tenants have nothing in common.</summary>
    public static int[] SignatureOf(IEnumerable<string> terms, Guid tenantId)
    {
        Span<ulong> least = stackalloc ulong[Rows];
        least.Fill(ulong.MaxValue);
        foreach (var term in terms)
        {
            var hash = FeatureHash.OfWord(term);
            for (var row = 0; row < Rows; row++)
            {
                least[row] = Math.Min(least[row], FeatureHash.Mix(hash + ((ulong)row * 0x9E3779B97F4A7C15)));
            }
        }

        return least[0] == ulong.MaxValue ? [] : BandsOf(least, FeatureHash.OfWord(tenantId.ToString()));
    }

    private static int[] BandsOf(ReadOnlySpan<ulong> least, ulong tenant)
    {
        var bands = new int[Bands];
        for (var band = 0; band < Bands; band++)
        {
            var hash = tenant + (ulong)band;
            foreach (var value in least.Slice(band * RowsPerBand, RowsPerBand))
            {
                hash = FeatureHash.Mix(hash ^ value);
            }

            bands[band] = (int)hash;
        }

        return bands;
    }
}
