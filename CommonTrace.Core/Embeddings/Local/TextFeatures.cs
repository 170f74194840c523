using CommonTrace.Core.Words;

namespace CommonTrace.Core.Embeddings.Local;

/// <summary>Which features a text has, and what each weighs.</summary>
internal static class TextFeatures
{
    public static float Word = 1;
    public static float TwoLetters = 0.8f;
    public static float OneLetter = 0.2f;
    public static float Stop = 0.05f;
    public static float Part = 0.9f;
    public static float Whole = 1.9f;
    public static float Pair = 0.35f;
    public static float Grams = 0.75f;
    public static float Title = 1.25f;
    public static float ConceptW = 1.5f;
    public static float PhraseW = 1.5f;
    public static float[] Rarity = [1f, 0.6f, 0.4f, 0.4f, 0.25f];
    public static float[] ConceptRarity = [1f, 0.8f, 0.8f, 0.8f, 0.6f];
    public static int FullTerms = 40;
    public static float LeastEmphasis = 0.7f;
    private const int MinLettersForGrams = 4;

    /// <summary>Adds the features of the text to the vector.</summary>
    public static void AddTo(FeatureVector vector, ReadOnlySpan<char> text)
    {
        var reader = new TermReader(
            text, stackalloc char[TermReader.MaxLetters], stackalloc byte[TermReader.MaxLetters], stackalloc byte[TermReader.MaxLetters]);
        var title = text.IndexOf('\n');
        var phrase = new PhraseWords();
        ulong before = 0;
        var terms = 0;
        while (reader.Read())
        {
            terms++;
            var emphasis = reader.Position <= title ? Title : 1f;
            if (terms > FullTerms) emphasis *= MathF.Max(LeastEmphasis, FullTerms / (float)terms);
            AddTerm(vector, in reader, emphasis, ref before, ref phrase);
        }
    }

    private static void AddTerm(FeatureVector vector, ref readonly TermReader term, float emphasis, ref ulong before, ref PhraseWords phrase)
    {
        var whole = term.Whole;
        var isIdentifier = term.PartEnds.Length > 1;
        var start = 0;
        foreach (var end in term.PartEnds)
        {
            AddWord(vector, whole[start..end], isIdentifier ? emphasis * Part : emphasis, ref before, ref phrase);
            start = end;
        }

        if (!isIdentifier)
        {
            return;
        }

        AddWhole(vector, whole, emphasis);
        if (term.RunEnds.Length > 1 && term.RunEnds.Length < term.PartEnds.Length)
        {
            AddRuns(vector, in term, emphasis);
        }
    }

    private static void AddWhole(FeatureVector vector, ReadOnlySpan<char> whole, float emphasis)
    {
        var hash = Stem.HashOf(whole);
        var meaning = Vocabulary.Find(hash);
        vector.Add(meaning is { Hash: not 0 } ? meaning.Hash : hash, emphasis * Whole);
        AddConcepts(vector, meaning, emphasis * ConceptW);
    }

    private static void AddConcepts(FeatureVector vector, Meaning? meaning, float weight)
    {
        if (meaning is null) return;
        foreach (var link in meaning.Concepts)
        {
            vector.AddConcept(link.Concept, weight * link.Weight);
        }
    }

    private static void AddRuns(FeatureVector vector, ref readonly TermReader term, float emphasis)
    {
        var start = 0;
        foreach (var end in term.RunEnds)
        {
            if (!term.PartEnds.Contains(end) || !IsPart(in term, start, end))
            {
                AddWhole(vector, term.Whole[start..end], emphasis);
            }

            start = end;
        }
    }

    private static bool IsPart(ref readonly TermReader term, int start, int end)
    {
        var ends = term.PartEnds;
        var index = ends.IndexOf((byte)end);
        return (index == 0 ? 0 : ends[index - 1]) == start;
    }

    private static void AddWord(FeatureVector vector, ReadOnlySpan<char> word, float emphasis, ref ulong before, ref PhraseWords phrase)
    {
        var stem = Stem.HashOf(word);
        var meaning = Vocabulary.Find(stem);
        var hash = meaning is { Hash: not 0 } ? meaning.Hash : stem;
        if (phrase.Push(word, hash))
        {
            AddPhrases(vector, in phrase, emphasis);
        }

        if (StopWords.Contains(word))
        {
            vector.Add(hash, emphasis * Stop);
            return;
        }

        var tier = (int)CommonWords.Of(stem);
        var rarity = Rarity[tier];
        var own = emphasis * rarity * (word.Length switch { 1 when word[0] < 128 => OneLetter, 1 or 2 when meaning is null => TwoLetters, _ => Word });
        vector.Add(hash, own);
        AddConcepts(vector, meaning, emphasis * ConceptW * ConceptRarity[tier]);
        if (before != 0)
        {
            vector.Add(FeatureHash.OfPair(before, hash), emphasis * Pair);
        }

        before = hash;
        if (word.Length >= MinLettersForGrams)
        {
            AddGrams(vector, word, emphasis * rarity);
        }
    }

    private static void AddPhrases(FeatureVector vector, ref readonly PhraseWords phrase, float emphasis)
    {
        for (var words = 2; words <= PhraseWords.Longest; words++)
        {
            var key = phrase.KeyOf(words);
            if (key == 0) return;
            if (Vocabulary.Find(key) is { } meaning)
            {
                AddConcepts(vector, meaning, emphasis * PhraseW);
                if (meaning.Hash != 0)
                {
                    vector.Add(meaning.Hash, emphasis * Word);
                }
            }
        }
    }

    private static void AddGrams(FeatureVector vector, ReadOnlySpan<char> word, float emphasis)
    {
        var weight = emphasis * Grams / MathF.Sqrt(word.Length);
        var (first, second) = ('\0', word[0]);
        for (var next = 1; next <= word.Length; next++)
        {
            var third = next < word.Length ? word[next] : '\0';
            vector.Add(FeatureHash.OfGram(first, second, third), weight);
            (first, second) = (second, third);
        }
    }
}
