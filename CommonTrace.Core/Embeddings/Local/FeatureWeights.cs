using CommonTrace.Core.Words;

namespace CommonTrace.Core.Embeddings.Local;

/// <summary>
/// What each feature weighs, beside 1 for a rare word. Chosen on the texts of <c>LocalParaphraseTexts.Developed</c> and
/// <c>LocalRetrievalTexts</c>. They are part of the model: a change needs a new version.
/// </summary>
internal static class FeatureWeights
{
    public const float TwoLetters = 0.8f;
    public const float OneLetter = 0.2f;
    public const float Stop = 0.05f;

    /// <summary>A part of an identifier, and the identifier as a whole.</summary>
    public const float Part = 0.9f;
    public const float Whole = 1.9f;
    public const float Pair = 0.2f;

    /// <summary>All trigrams of a word together, as a vector: long words do not outweigh short ones.</summary>
    public const float Grams = 0.85f;
    public const int MinLettersForGrams = 4;

    /// <summary>What a rare word of the vocabulary means, and what a phrase means: a phrase is seldom there by chance.</summary>
    public const float Concept = 1.4f;
    public const float Phrase = 1.9f;

    public const float Title = 1.2f;

    /// <summary>After so many terms each further one weighs less, down to the least: a long solution does not drown what it solves.</summary>
    public const int FullTerms = 30;
    public const float LeastEmphasis = 0.5f;

    // By Commonness, from rare to everywhere.
    private static readonly float[] WordShares = [1, 0.6f, 0.45f, 0.45f, 0.3f];
    private static readonly float[] ConceptShares = [1, 0.9f, 0.9f, 0.75f, 0.65f];

    public static float OfWord(Commonness commonness) => WordShares[(int)commonness];

    public static float OfConcept(Commonness commonness) => Concept * ConceptShares[(int)commonness];

    /// <summary>The weight of a term by where it stands, counted from 1.</summary>
    public static float EmphasisOf(int term, bool inTitle) =>
        inTitle ? Title : term <= FullTerms ? 1 : MathF.Max(LeastEmphasis, FullTerms / (float)term);

    /// <summary>Single letters and pairs of them say little, unless they are known abbreviations.</summary>
    public static float OfLength(ReadOnlySpan<char> word, bool isKnown) => word.Length switch
    {
        1 when word[0] < 128 => OneLetter,
        1 or 2 when !isKnown => TwoLetters,
        _ => 1,
    };
}
