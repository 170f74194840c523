using CommonTrace.Core.Embeddings.Local;

namespace CommonTrace.Tests.Embeddings;

public class LocalRetrievalTests
{
    // Measured: 77 of 80. A model that falls below the share finds clearly less than this one does.
    private const double WantedShare = 0.92;

    [Fact]
    public async Task A_query_finds_its_document_among_forty()
    {
        var documents = await EmbedAsync(LocalRetrievalTexts.All.Select(text => text.Document));
        var queries = LocalRetrievalTexts.All.SelectMany((text, index) => text.Queries.Select(query => (query, index))).ToList();
        var vectors = await EmbedAsync(queries.Select(query => query.query));

        var found = queries.Where((query, at) => Nearest(documents, vectors[at]) == query.index).Count();

        Assert.True(found >= WantedShare * queries.Count, $"{found} of {queries.Count} queries found their document.");
    }

    private static async Task<float[][]> EmbedAsync(IEnumerable<string> texts) =>
        [.. (await new LocalEmbeddingGenerator().GenerateAsync(texts, null, TestContext.Current.CancellationToken))
            .Select(embedding => embedding.Vector.ToArray())];

    private static int Nearest(float[][] documents, float[] query) =>
        Enumerable.Range(0, documents.Length).MaxBy(index => documents[index].Zip(query, (left, right) => left * right).Sum());
}
