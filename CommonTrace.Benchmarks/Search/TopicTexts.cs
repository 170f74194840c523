using System.Globalization;
using System.Text;
using CommonTrace.Benchmarks.Stage;

namespace CommonTrace.Benchmarks.Search;

/// <summary>
/// Made-up traces about so many topics, and queries about the same, the same ones in every run. Words are as unevenly frequent as in real
/// texts (Zipf's law); texts of a topic share words, so that their vectors cluster as those of real texts do.
/// </summary>
internal sealed class TopicTexts
{
    public const int Topics = 1_000;

    private const int Words = 20_000;
    private const int WordsOfTopic = 30;
    private const int TitleCharacters = 60;
    private const int ContextCharacters = 250;
    private const int SolutionCharacters = 350;
    private const int LogCharacters = 2_000;

    private const string OfEnglish =
        "the of to and a in is when after was it that for on with as be by this are from at or not but which were has had can";

    private const string OfSoftware =
        "error server build connection version file config request test database timeout client cache container service update default value " +
        "install package module query table type class method thread memory process deploy cluster token header response key user access index";

    private static readonly string[] Syllables =
        "ba ber bo cal cor da den dis do fa fer fo gra ha in ka la len lo ma men mi mo na nel no on pa per pi pro ra re ri ro sa ser si so sta ta ter ti to tra u va ver vi zo".Split(' ');

    private static readonly string[] Endings = ["", "", "", "s", "ed", "ing", "er", "tion"];

    private readonly Random _random;
    private readonly string[] _english = OfEnglish.Split(' ');
    private readonly string[] _words;
    private readonly double[] _cumulated = new double[Words];
    private readonly string[][] _topics;
    private readonly string[][] _identifiers;

    public TopicTexts(int seed)
    {
        _random = new Random(seed);
        _words = MakeWords();
        for (var rank = 0; rank < Words; rank++)
        {
            _cumulated[rank] = (rank == 0 ? 0 : _cumulated[rank - 1]) + (1.0 / (rank + 1));
        }

        _topics = [.. Enumerable.Range(0, Topics).Select(_ => Enumerable.Range(0, WordsOfTopic).Select(_ => _words[_random.Next(100, Words)]).ToArray())];
        _identifiers = [.. _topics.Select(topic => new[] { $"{Pascal(topic[0])}.{Pascal(topic[1])}Exception", $"ERR_{topic[2].ToUpperInvariant()}_{topic[3].ToUpperInvariant()}", $"{topic[4]}-{topic[5]}.json" })];
    }

    /// <summary>A trace about one of the topics, and about which.</summary>
    public (TraceText Text, int Topic) Trace()
    {
        var topic = _random.Next(Topics);
        var text = new TraceText(Guid.CreateVersion7(), Text(topic, TitleCharacters), Text(topic, ContextCharacters), Text(topic, SolutionCharacters));
        return (text, topic);
    }

    /// <summary>A question of nine words about one of the topics, or of the first so many.</summary>
    public string Sentence(int topics = Topics)
    {
        var topic = _random.Next(topics);
        return string.Join(' ', Enumerable.Range(0, 9).Select(place => place % 3 == 2 ? _english[_random.Next(_english.Length)] : OfTopic(topic)));
    }

    /// <summary>One to three words or identifiers.</summary>
    public string Keywords()
    {
        var topic = _random.Next(Topics);
        return string.Join(' ', Enumerable.Range(0, _random.Next(1, 4)).Select(_ => _random.Next(4) switch { 0 => Identifier(topic), 1 => AnyWord(), _ => OfTopic(topic) }));
    }

    /// <summary>The lines of a log, as long as a query may be.</summary>
    public string Log()
    {
        var log = new StringBuilder();
        while (log.Length < LogCharacters)
        {
            var topic = _random.Next(Topics);
            log.Append(CultureInfo.InvariantCulture, $"2026-03-{_random.Next(1, 29):00}T10:{_random.Next(60):00}:{_random.Next(60):00}Z {Identifier(topic)}: {OfTopic(topic)} {AnyWord()} ")
                .Append(CultureInfo.InvariantCulture, $"at {Pascal(AnyWord())}.{Pascal(AnyWord())}({AnyWord()}.cs:{_random.Next(900)}) 0x{_random.Next():x8}\n");
        }

        return log.ToString(0, LogCharacters);
    }

    private string Text(int topic, int characters)
    {
        var text = new StringBuilder();
        while (text.Length < characters)
        {
            text.Append(_random.Next(100) switch
            {
                < 35 => _english[_random.Next(_english.Length)],
                < 75 => OfTopic(topic),
                < 96 => AnyWord(),
                < 98 => Identifier(topic),
                _ => _random.Next(10_000).ToString(CultureInfo.InvariantCulture),
            }).Append(' ');
        }

        return text.ToString(0, characters).Trim();
    }

    // The earlier ones oftener.
    private string OfTopic(int topic) => _topics[topic][Math.Min(_random.Next(WordsOfTopic), _random.Next(WordsOfTopic))];

    private string Identifier(int topic) => _identifiers[topic][_random.Next(_identifiers[topic].Length)];

    private string AnyWord()
    {
        var rank = Array.BinarySearch(_cumulated, _random.NextDouble() * _cumulated[^1]);
        return _words[rank < 0 ? ~rank : rank];
    }

    private string[] MakeWords()
    {
        var words = new HashSet<string>(OfSoftware.Split(' '), StringComparer.Ordinal);
        while (words.Count < Words)
        {
            words.Add(string.Concat(Enumerable.Range(0, _random.Next(2, 5)).Select(_ => Syllables[_random.Next(Syllables.Length)])) + Endings[_random.Next(Endings.Length)]);
        }

        return [.. words];
    }

    private static string Pascal(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
