namespace CommonTrace.Core.Words;

/// <summary>What the vocabulary knows of a word or phrase.</summary>
/// <param name="Hash">The hash of the long form that stands for all its spellings; 0 for a phrase that has no other spelling.</param>
/// <param name="Concepts">The concepts it belongs to; as a vector their length is 1 or below.</param>
internal sealed record Meaning(ulong Hash, ConceptLink[] Concepts)
{
    public ulong HashOr(ulong other) => Hash != 0 ? Hash : other;
}

/// <param name="Concept">Number of the concept, from 0.</param>
/// <param name="Weight">How much it belongs, above 0 and at most 1.</param>
internal readonly record struct ConceptLink(int Concept, float Weight);
