using System.Numerics;
using System.Runtime.InteropServices;

namespace CommonTrace.Benchmarks.Search;

/// <summary>The truly nearest of all vectors that were seen, for a few queries: what an index is judged by.</summary>
internal sealed class ExactNearest(IReadOnlyList<float[]> queries, int most)
{
    // A hair less, since the server adds up in another order.
    private const double Rounding = 1e-5;

    private readonly PriorityQueue<Guid, float>[] _nearest = [.. queries.Select(_ => new PriorityQueue<Guid, float>())];

    /// <summary>The mean similarity of a query and what is nearest to it.</summary>
    public double MeanFirst => _nearest.Average(nearest => nearest.UnorderedItems.Max(item => item.Priority));

    public double MeanLast => _nearest.Average(nearest => nearest.UnorderedItems.Min(item => item.Priority));

    public void Add(Guid id, ReadOnlySpan<float> vector)
    {
        for (var query = 0; query < queries.Count; query++)
        {
            var similarity = Dot(queries[query], vector);
            if (_nearest[query].Count < most)
            {
                _nearest[query].Enqueue(id, similarity);
            }
            else
            {
                _nearest[query].EnqueueDequeue(id, similarity);
            }
        }
    }

    /// <summary>The share of the nearest that these similarities are as near as; 0 to 1.</summary>
    public double Recall(int query, IEnumerable<double> similarities)
    {
        _nearest[query].TryPeek(out _, out var least);
        return Math.Min(1, (double)similarities.Count(similarity => similarity >= least - Rounding) / most);
    }

    /// <summary>Of vectors of length 1: their cosine.</summary>
    private static float Dot(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var sum = Vector<float>.Zero;
        var ones = MemoryMarshal.Cast<float, Vector<float>>(one);
        var others = MemoryMarshal.Cast<float, Vector<float>>(other);
        for (var i = 0; i < ones.Length; i++)
        {
            sum += ones[i] * others[i];
        }

        return Vector.Sum(sum);
    }
}
