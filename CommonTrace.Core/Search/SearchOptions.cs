using System.ComponentModel.DataAnnotations;
using CommonTrace.Core.Embeddings;

namespace CommonTrace.Core.Search;

/// <summary>How searching behaves. Section <c>Search</c>. The defaults were tuned on the half <c>tune</c> of fixtures/evaluation; docs/search.md tells how.</summary>
public sealed class SearchOptions
{
    public const string Section = "Search";

    /// <summary>How long the query's embedding may take before the search goes on without it. Default: 800 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:00:30")]
    public TimeSpan EmbedTimeout { get; init; } = TimeSpan.FromMilliseconds(800);

    /// <summary>How long a query's embedding is kept in Redis and in the process. Default: a day; 0 keeps none.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan KeepEmbedding { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How many traces each leg proposes; at most what the vector index looks at (<c>hnsw.ef_search</c>, 100). Default: 100.</summary>
    [Range(10, 100)]
    public int Candidates { get; init; } = 100;

    /// <summary>The constant k of reciprocal rank fusion, 1 / (k + rank): the smaller, the more the first places count. Default: 20.</summary>
    [Range(1, 1_000)]
    public double RankConstant { get; init; } = 20;

    /// <summary>For a few words or an identifier.</summary>
    public LegOptions Keyword { get; init; } = new() { Words = 1, Vectors = 0.5, LeastCoverage = 0.3, LeastTogether = 2.5 };

    /// <summary>For a question or a description.</summary>
    public LegOptions Sentence { get; init; } = new() { Words = 1, Vectors = 1, LeastCoverage = 0.32, LeastTogether = 1.5 };

    /// <summary>For code, an error message, or lines of a log.</summary>
    public LegOptions Error { get; init; } = new() { Words = 1, Vectors = 0.9, LeastCoverage = 0.1, LeastTogether = 1.4 };

    /// <summary>The least similarity (1 − cosine distance) with which a search by vectors alone answers a trace. Default: the model's own, see <see cref="LeastSimilarityOf"/>.</summary>
    [Range(0.001, 1)]
    public double? LeastSimilarity { get; init; }

    /// <summary>
    /// How much more a trace must show for each share of the words of a sentence that nobody knows: neither the traces, nor the vocabulary of the
    /// trade. "horse breeding techniques" has two of three, and must show 1 + 6 × 0.67 times as much. Only with the local model, which
    /// knows meanings by that vocabulary. Default: 6.
    /// </summary>
    [Range(0, 100)]
    public double OddWordsFactor { get; init; } = 6;

    /// <summary>By how much trust moves a score at most, up or down. Default: 0.1.</summary>
    [Range(0, 0.5)]
    public double TrustStrength { get; init; } = 0.1;

    /// <summary>By how much reported outcomes move a score at most, up or down. Default: 0.1.</summary>
    [Range(0, 0.5)]
    public double OutcomeStrength { get; init; } = 0.1;

    /// <summary>By how much a validated trace's score is raised. Default: 0.05.</summary>
    [Range(0, 0.5)]
    public double ValidatedStrength { get; init; } = 0.05;

    /// <summary>By how much age lowers a score at most. Default: 0.1.</summary>
    [Range(0, 0.5)]
    public double FreshnessStrength { get; init; } = 0.1;

    /// <summary>After how long half of what freshness gives is gone. Default: 180 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan FreshnessHalfLife { get; init; } = TimeSpan.FromDays(180);

    /// <summary>By how much the asked context (language, framework, …) moves a score at most, up or down. Default: 0.15.</summary>
    [Range(0, 0.5)]
    public double ContextStrength { get; init; } = 0.15;

    /// <summary>What the score of a trace is multiplied by once its <c>review_after</c> is past. Default: 0.5.</summary>
    [Range(0, 1)]
    public double ExpiredFactor { get; init; } = 0.5;

    /// <summary>Whether the text of a search that found nothing is kept for operators; its hash and tags always are. Default: no.</summary>
    public bool KeepMissText { get; init; }

    /// <summary>How long a search that found nothing is remembered after it was made last. Default: 90 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepMisses { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How the legs are combined for a kind of query.</summary>
    public LegOptions Of(QueryKind kind) => kind switch
    {
        QueryKind.Keyword => Keyword,
        QueryKind.Error => Error,
        _ => Sentence,
    };

    /// <summary>
    /// The least similarity for a model's vectors. Calibrated for the local model; 0.3 for every other is what OpenAI's third generation is
    /// commonly used with, and nothing was measured here.
    /// </summary>
    public double LeastSimilarityOf(EmbeddingModel? model) => LeastSimilarity ?? (model?.Provider == EmbeddingModel.LocalProvider ? 0.12 : 0.3);
}

/// <summary>How the two legs are combined.</summary>
public sealed class LegOptions
{
    /// <summary>What the words weigh; 0 leaves them out of the ranking.</summary>
    [Range(0, 10)]
    public double Words { get; init; }

    /// <summary>What the vectors weigh; 0 leaves them out of the ranking.</summary>
    [Range(0, 10)]
    public double Vectors { get; init; }

    /// <summary>The least share of what the query says, each word weighed by its rarity, with which a search by words alone answers a trace.</summary>
    [Range(0.001, 1)]
    public double LeastCoverage { get; init; }

    /// <summary>With both legs: the least sum of coverage and similarity, each measured by what its leg must show alone.</summary>
    [Range(0.001, 10)]
    public double LeastTogether { get; init; }
}
