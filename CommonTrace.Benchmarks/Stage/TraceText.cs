using System.Globalization;
using System.Text;

namespace CommonTrace.Benchmarks.Stage;

/// <summary>A made-up trace of 1,500 characters unless told otherwise, the same ones in every run.</summary>
internal sealed record TraceText(Guid Id, string Title, string Context, string Solution)
{
    private const int TitleEnd = 80;
    private const int ContextEnd = 600;
    private const int Characters = 1500;
    private const int OwnWords = 30;

    private const string Vocabulary =
        "the of to and a in is when after System.NullReferenceException SQLSTATE 42P01 connection pool timeout expired asyncpg.exceptions " +
        "--no-verify appsettings.json C# DbContext was registered as singleton retry_policy maxRetryCount container restarts on startup migration " +
        "ENOENT /var/lib/postgresql/data permission denied useEffect renders twice kubernetes readinessProbe failed certificate renewed cache " +
        "invalidation deadlock transaction isolation queue worker leases expire HTTP 429 Retry-After exponential backoff jitter";

    public string EmbeddingText => Core.Embeddings.EmbeddingText.Of(Title, Context, Solution);

    public byte[] ContentHash => Core.Embeddings.EmbeddingText.Hash(Title, Context, Solution);

    /// <summary>So many traces; another seed gives others.</summary>
    public static List<TraceText> Make(int count, int seed = 1, int characters = Characters)
    {
        var words = Vocabulary.Split(' ');
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => MakeOne(words, random, characters))];
    }

    /// <summary>Each is about some of the words; every fifth word gets a number, so that no text is all repetition.</summary>
    private static TraceText MakeOne(string[] words, Random random, int characters)
    {
        var own = random.GetItems(words, OwnWords);
        var text = new StringBuilder();
        while (text.Length < characters)
        {
            text.Append(own[random.Next(OwnWords)]);
            text.Append(random.Next(5) == 0 ? random.Next(1000).ToString(CultureInfo.InvariantCulture) : "").Append(' ');
        }

        var whole = text.ToString(0, characters);
        return new(Guid.CreateVersion7(), whole[..TitleEnd].Trim(), whole[TitleEnd..ContextEnd].Trim(), whole[ContextEnd..].Trim());
    }
}
