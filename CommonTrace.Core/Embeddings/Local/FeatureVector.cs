using System.Buffers;

namespace CommonTrace.Core.Embeddings.Local;

/// <summary>
/// Adds weighted features to a vector by signed feature hashing (Weinberger et al., "Feature Hashing for Large Scale Multitask Learning",
/// 2009): one bucket and one sign from the hash, so that collisions cancel out on average. The n-th occurrence of a feature adds 1/n of its
/// weight; the sum, the harmonic number, follows ln n + 0.58: sub-linear, and from exactly rounded operations only, unlike a logarithm.
/// </summary>
internal sealed class FeatureVector(float[] components) : IDisposable
{
    /// <summary>Components at the start of the vector that are kept for concepts, one each.</summary>
    public const int ConceptComponents = 576;

    private const int InitialSlots = 4096;
    private const ulong CountMask = 0xFF;

    private readonly int[] _concepts = new int[ConceptComponents];
    private ulong[] _slots = RentCleared(InitialSlots);
    private int _size = InitialSlots;
    private int _used;

    public bool IsZero => !components.AsSpan().ContainsAnyExcept(0f);

    public void Add(ulong hash, float weight)
    {
        var count = CountOf(hash);
        var share = weight / count;
        var bucket = ConceptComponents + (int)(((hash >> 32) * (ulong)(components.Length - ConceptComponents)) >> 32);
        components[bucket] += (hash & (1UL << 31)) == 0 ? share : -share;
    }

    /// <summary>Adds a concept. Each has a component of its own at the start of the vector: what is meant never collides with letters.</summary>
    public void AddConcept(int concept, float weight) => components[concept] += weight / ++_concepts[concept];

    /// <summary>Scales the vector to length 1. One order of additions on every machine: no vector instructions, whose width differs.</summary>
    public void Normalize()
    {
        var squares = 0d;
        foreach (var component in components)
        {
            squares += (double)component * component;
        }

        var scale = 1 / Math.Sqrt(squares);
        foreach (ref var component in components.AsSpan())
        {
            component = (float)(component * scale);
        }
    }

    public void Dispose() => ArrayPool<ulong>.Shared.Return(_slots);

    /// <summary>How often the feature was met, this time included, up to 255. A slot holds 56 bits of the hash and the count.</summary>
    private ulong CountOf(ulong hash)
    {
        var slot = FindSlot(_slots, _size, hash);
        if (_slots[slot] == 0)
        {
            _slots[slot] = (hash & ~CountMask) | 1;
            if (++_used > _size / 2)
            {
                Grow();
            }

            return 1;
        }

        var count = _slots[slot] & CountMask;
        if (count < CountMask)
        {
            _slots[slot]++;
            count++;
        }

        return count;
    }

    private static int FindSlot(ulong[] slots, int size, ulong hash)
    {
        var slot = (int)(hash >> 8) & (size - 1);
        while (slots[slot] != 0 && ((slots[slot] ^ hash) & ~CountMask) != 0)
        {
            slot = (slot + 1) & (size - 1);
        }

        return slot;
    }

    private void Grow()
    {
        var old = _slots;
        var oldSize = _size;
        _size *= 4;
        _slots = RentCleared(_size);
        foreach (var entry in old.AsSpan(0, oldSize))
        {
            if (entry != 0)
            {
                _slots[FindSlot(_slots, _size, entry)] = entry;
            }
        }

        ArrayPool<ulong>.Shared.Return(old);
    }

    private static ulong[] RentCleared(int size)
    {
        var slots = ArrayPool<ulong>.Shared.Rent(size);
        Array.Clear(slots, 0, size);
        return slots;
    }
}
