using CommonTrace.Core.Embeddings.Local;

namespace CommonTrace.Tests.Embeddings;

public class LocalRetrievalTests(ITestOutputHelper output)
{
    private static readonly (string Document, string[] Queries)[] All =
        [.. LocalRetrievalTexts.All, .. LocalParaphraseTexts.Developed, .. LocalParaphraseTexts.Later];

    // A model that falls below these shares finds clearly less than this one does. Version 1 had 0.89 and 0.96, 0.10 and 0.26, 0.13 and 0.29.
    [Theory]
    [InlineData("shared words", 0.93, 0.98)]
    [InlineData("developed paraphrases", 0.55, 0.85)]
    [InlineData("later paraphrases", 0.25, 0.6)]
    [InlineData("everyday paraphrases", 0.6, 0.85)]
    [InlineData("everyday things", 0.5, 0.8)]
    [InlineData("later everyday paraphrases", 0.15, 0.5)]
    public async Task A_query_finds_its_document_among_all(string kind, double wantedFirst, double wantedAmongFive)
    {
        var documents = await EmbedAsync(All.Select(text => text.Document));
        var queries = QueriesOf(kind);

        var ranks = queries.Zip(await EmbedAsync(queries.Select(query => query.Query)), (query, vector) => RankOf(query.Document, vector, documents)).ToList();

        var (first, five) = (ranks.Count(rank => rank == 1) / (double)ranks.Count, ranks.Count(rank => rank <= 5) / (double)ranks.Count);
        output.WriteLine($"{kind}: {ranks.Count} queries, hit@1 {first:F3}, hit@5 {five:F3}");
        Assert.InRange(first, wantedFirst, 1);
        Assert.InRange(five, wantedAmongFive, 1);
    }

    [Fact]
    public async Task Everyday_texts_stay_below_real_matches()
    {
        var documents = await EmbedAsync(All.Select(text => text.Document));
        var related = (await EmbedAsync(All.SelectMany(text => text.Queries)))
            .Zip(All.SelectMany((text, index) => text.Queries.Select(_ => index)), (vector, document) => Cosine(vector, documents[document])).Order().ToList();

        var offTopic = (await EmbedAsync(LocalParaphraseTexts.OffTopic)).Select(vector => documents.Max(document => Cosine(vector, document))).Order().ToList();

        output.WriteLine($"related: 10 % below {At(related, 0.1):F3}, median {At(related, 0.5):F3}; best match of an everyday text: " +
            $"median {At(offTopic, 0.5):F3}, 90 % below {At(offTopic, 0.9):F3}, most {offTopic[^1]:F3}");
        Assert.InRange(At(offTopic, 0.5), 0, At(related, 0.5) * 0.6);
        Assert.InRange(At(offTopic, 0.9), 0, At(related, 0.5));
    }

    private static List<(string Query, int Document)> QueriesOf(string kind) => kind switch
    {
        "shared words" => QueriesOf(LocalRetrievalTexts.All),
        "developed paraphrases" => QueriesOf(LocalParaphraseTexts.Developed),
        "later paraphrases" => QueriesOf(LocalParaphraseTexts.Later),
        "everyday things" => QueriesOf(LocalEverydayTexts.Things),
        "everyday paraphrases" => QueriesOf(LocalEverydayTexts.Developed),
        _ => QueriesOf(LocalEverydayTexts.Later),
    };

    private static List<(string Query, int Document)> QueriesOf((string Document, string[] Queries)[] texts) =>
        [.. texts.SelectMany(text => text.Queries.Select(query => (query, Array.IndexOf(All, text))))];

    private static List<(string Query, int Document)> QueriesOf((string Title, string Query)[] texts) =>
        [.. texts.Select(text => (text.Query, Array.FindIndex(All, other => other.Document.StartsWith(text.Title, StringComparison.Ordinal))))];

    private static async Task<float[][]> EmbedAsync(IEnumerable<string> texts) =>
        [.. (await new LocalEmbeddingGenerator().GenerateAsync(texts, null, TestContext.Current.CancellationToken))
            .Select(embedding => embedding.Vector.ToArray())];

    private static int RankOf(int document, float[] query, float[][] documents) =>
        1 + documents.Count(other => Cosine(query, other) > Cosine(query, documents[document]));

    private static float At(List<float> sorted, double share) => sorted[(int)(sorted.Count * share)];

    private static float Cosine(float[] one, float[] other) => one.Zip(other, (left, right) => left * right).Sum();
}
