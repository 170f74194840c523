using CommonTrace.Core.Data;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Embeddings.Local;
using CommonTrace.Core.Search.Words;
using CommonTrace.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace CommonTrace.Tests.Api;

/// <summary>Traces put into a tenant with their vectors, as a restored backup has them: nothing needs to be waited for.</summary>
internal static class StoredTraces
{
    private const string Sql =
        """
        with made as (
            insert into traces (id, tenant_id, contributor_id, title, context_text, solution_text, content_hash, status, trust_score,
                confirmation_count, is_seed, embedding, embedding_model_id, embedding_model_version)
            select new.id, $1, $2, new.title, 'context', 'solution', sha256(convert_to(new.title, 'UTF8')), $6, 0, 0, false, new.vector::vector, $7, $8
            from unnest($3, $4, $5) as new (id, title, vector)
            returning id),
        tag as (
            insert into tags (id, tenant_id, name) select gen_random_uuid(), $1, name from unnest($9) as name
            on conflict (tenant_id, name) do update set name = excluded.name
            returning id)
        insert into trace_tags (trace_id, tag_id, tenant_id) select made.id, tag.id, $1 from made, tag
        """;

    /// <summary>Stores a trace of each title, all with the same tags, and answers their ids.</summary>
    public static async Task<Guid[]> StoreAsync(
        this TestApp app, TestTenant tenant, IReadOnlyCollection<string> titles, string[]? tags = null, string status = "pending")
    {
        var texts = titles.Select(title => EmbeddingText.Of(title, "context", "solution"));
        var vectors = await new LocalEmbeddingGenerator().GenerateAsync(texts, null, TestContext.Current.CancellationToken);
        var ids = titles.Select(_ => Guid.CreateVersion7()).ToArray();
        await app.SqlAsync(
            Sql, tenant.Id, tenant.UserId, ids, titles.ToArray(), vectors.Select(Literal).ToArray(), status,
            LocalEmbeddingGenerator.ModelId, LocalEmbeddingGenerator.ModelVersion, tags ?? []);
        await app.ReadWordsAsync();
        return ids;
    }

    /// <summary>Reads the words of what was stored by SQL, as a worker soon would.</summary>
    public static async Task ReadWordsAsync(this TestApp app)
    {
        using var host = TestDatabase.At(app.ConnectionString).CreateHost(DatabaseRole.Worker);
        while (await host.Services.GetRequiredService<IndexWords>().RunOnceAsync(TestContext.Current.CancellationToken) > 0)
        {
        }
    }

    private static string Literal(Embedding<float> embedding) => $"[{string.Join(',', embedding.Vector.ToArray())}]";
}
