using CommonTrace.Core.Words;

namespace CommonTrace.Core.Embeddings.Local;

/// <summary>Which features a text has: its words by how rare they are, their letters, and what they mean.</summary>
internal static class TextFeatures
{
    /// <summary>Adds the features of the text to the vector.</summary>
    public static void AddTo(FeatureVector vector, ReadOnlySpan<char> text)
    {
        var reader = new TermReader(
            text, stackalloc char[TermReader.MaxLetters], stackalloc byte[TermReader.MaxLetters], stackalloc byte[TermReader.MaxLetters]);
        var title = text.IndexOf('\n');
        var phrase = new PhraseWords();
        ulong before = 0;
        for (var terms = 1; reader.Read(); terms++)
        {
            AddTerm(vector, in reader, FeatureWeights.EmphasisOf(terms, inTitle: reader.Position <= title), ref before, ref phrase);
        }
    }

    private static void AddTerm(FeatureVector vector, ref readonly TermReader term, float emphasis, ref ulong before, ref PhraseWords phrase)
    {
        var whole = term.Whole;
        var isIdentifier = term.PartEnds.Length > 1;
        var start = 0;
        foreach (var end in term.PartEnds)
        {
            AddWord(vector, whole[start..end], isIdentifier ? emphasis * FeatureWeights.Part : emphasis, ref before, ref phrase);
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

    private static void AddWhole(FeatureVector vector, ReadOnlySpan<char> whole, float emphasis)
    {
        var hash = Stem.HashOf(whole);
        var meaning = Vocabulary.Find(hash);
        vector.Add(meaning?.HashOr(hash) ?? hash, emphasis * FeatureWeights.Whole);
        AddConcepts(vector, meaning, emphasis * FeatureWeights.Concept);
    }

    private static void AddWord(FeatureVector vector, ReadOnlySpan<char> word, float emphasis, ref ulong before, ref PhraseWords phrase)
    {
        var stem = Stem.HashOf(word);
        var meaning = Vocabulary.Find(stem);
        var hash = meaning?.HashOr(stem) ?? stem;
        if (phrase.Push(word, hash))
        {
            AddPhrases(vector, in phrase, emphasis);
        }

        if (StopWords.Contains(word))
        {
            vector.Add(hash, emphasis * FeatureWeights.Stop);
            return;
        }

        var commonness = CommonWords.Of(stem);
        var rarity = FeatureWeights.OfWord(commonness);
        vector.Add(hash, emphasis * rarity * FeatureWeights.OfLength(word, isKnown: meaning is not null));
        AddConcepts(vector, meaning, emphasis * FeatureWeights.OfConcept(commonness));
        if (before != 0)
        {
            vector.Add(FeatureHash.OfPair(before, hash), emphasis * FeatureWeights.Pair);
        }

        before = hash;
        AddGrams(vector, word, emphasis * rarity);
    }

    private static void AddPhrases(FeatureVector vector, ref readonly PhraseWords phrase, float emphasis)
    {
        for (var words = 2; words <= PhraseWords.Longest; words++)
        {
            if (Vocabulary.Find(phrase.KeyOf(words)) is { } meaning)
            {
                AddConcepts(vector, meaning, emphasis * FeatureWeights.Phrase);
                if (meaning.Hash != 0)
                {
                    vector.Add(meaning.Hash, emphasis);
                }
            }
        }
    }

    private static void AddConcepts(FeatureVector vector, Meaning? meaning, float weight)
    {
        foreach (var link in meaning?.Concepts ?? [])
        {
            vector.AddConcept(link.Concept, weight * link.Weight);
        }
    }

    private static void AddGrams(FeatureVector vector, ReadOnlySpan<char> word, float emphasis)
    {
        if (word.Length < FeatureWeights.MinLettersForGrams)
        {
            return;
        }

        var weight = emphasis * FeatureWeights.Grams / MathF.Sqrt(word.Length);
        var (first, second) = ('\0', word[0]);
        for (var next = 1; next <= word.Length; next++)
        {
            var third = next < word.Length ? word[next] : '\0';
            vector.Add(FeatureHash.OfGram(first, second, third), weight);
            (first, second) = (second, third);
        }
    }
}
