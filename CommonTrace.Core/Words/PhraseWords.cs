using System.Collections.Frozen;
using CommonTrace.Core.Embeddings.Local;

namespace CommonTrace.Core.Words;

/// <summary>
/// The last words of a text as phrases see them: small words are left out, every negation is one word, and "fails to start" is
/// "not start". So one phrase of the vocabulary stands for the many ways in which people say it.
/// </summary>
internal struct PhraseWords
{
    /// <summary>Words of the longest phrase, small ones not counted.</summary>
    public const int Longest = 4;

    private const ulong Seed = 0xD6E8FEB86659FD93;

    private const string Small =
        "a am an and any anymore are as be been being can could d did do does get gets getting got gotten had has have having he her his i is " +
        "it its just ll m may me might my of our really s shall she should some that the their them these they this those to us ve " +
        "very was we were will would you your";

    private const string Negations =
        "not no never neither nor without unable cannot t cant couldnt didnt doesnt dont hasnt havent isnt shouldnt wasnt werent wont wouldnt " +
        "aren couldn didn doesn don hasn haven isn shouldn wasn weren won wouldn";

    private const string Refusals = "fails failed refuses refused";

    private static readonly ulong Not = FeatureHash.OfWord("not");
    private static readonly ulong To = FeatureHash.OfWord("to");
    private static readonly FrozenSet<ulong> SmallWords = HashesOf(Small);
    private static readonly FrozenSet<ulong> NegationWords = HashesOf(Negations);
    private static readonly FrozenSet<ulong> RefusalWords = Refusals.Split(' ').Select(word => Stem.HashOf(word)).ToFrozenSet();
    private static readonly int MaxLetters = $"{Small} {Negations}".Split(' ').Max(word => word.Length);

    private ulong _first, _second, _third, _last;

    /// <summary>Takes the next word, and answers whether phrases see it. <paramref name="hash"/> is that of its stem, or of its long form.</summary>
    public bool Push(ReadOnlySpan<char> word, ulong hash)
    {
        if (word.Length <= MaxLetters)
        {
            var exact = FeatureHash.OfWord(word);
            if (NegationWords.Contains(exact))
            {
                return _last != Not && Shift(Not);
            }

            if (SmallWords.Contains(exact))
            {
                _last = exact == To && RefusalWords.Contains(_last) ? Not : _last;
                return false;
            }
        }

        return Shift(hash);
    }

    /// <summary>The key of the last words, so many of them; 0 when there are not so many.</summary>
    public readonly ulong KeyOf(int words) => words switch
    {
        1 => _last,
        2 when _third != 0 => Chain(_third, _last),
        3 when _second != 0 => Chain(Chain(_second, _third), _last),
        4 when _first != 0 => Chain(Chain(Chain(_first, _second), _third), _last),
        _ => 0,
    };

    private bool Shift(ulong hash)
    {
        (_first, _second, _third, _last) = (_second, _third, _last, hash);
        return true;
    }

    private static ulong Chain(ulong before, ulong next) => FeatureHash.Mix((before * Seed) + next);

    private static FrozenSet<ulong> HashesOf(string words) => words.Split(' ').Select(word => FeatureHash.OfWord(word)).ToFrozenSet();
}
