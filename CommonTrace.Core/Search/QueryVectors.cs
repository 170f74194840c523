using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Redis;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace CommonTrace.Core.Search;

/// <summary>
/// Vectors of queries that were embedded before: a few in this process, the others in Redis, for all processes. Only for models that cost
/// something; the local one is faster than Redis. Without Redis the provider is asked more often, and nothing else changes.
/// </summary>
public sealed class QueryVectors(OptionalRedis redis, IOptions<SearchOptions> options) : IDisposable
{
    /// <summary>Vectors kept in this process; with 1,536 dimensions about 6 MB.</summary>
    private const int MostHere = 1_000;

    private readonly MemoryCache _here = new(new MemoryCacheOptions { SizeLimit = MostHere });

    /// <summary>The vector of a text, as long as the model's dimensions; null when it is not known.</summary>
    public async Task<ReadOnlyMemory<float>?> GetAsync(EmbeddingModel model, string text, CancellationToken cancellationToken)
    {
        if (!IsKept(model))
        {
            return null;
        }

        var key = KeyOf(model, text);
        if (_here.TryGetValue(key, out ReadOnlyMemory<float> known))
        {
            return known;
        }

        byte[]? bytes = await redis.AskAsync(database => database.StringGetAsync(key), cancellationToken);
        if (bytes?.Length != model.Dimensions * sizeof(float))
        {
            return null;
        }

        var vector = MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        KeepHere(key, vector);
        return vector;
    }

    /// <summary>Keeps the vector of a text.</summary>
    public async Task KeepAsync(EmbeddingModel model, string text, ReadOnlyMemory<float> vector, CancellationToken cancellationToken)
    {
        if (!IsKept(model))
        {
            return;
        }

        var key = KeyOf(model, text);
        KeepHere(key, vector);
        await redis.AskAsync(database => database.StringSetAsync(key, MemoryMarshal.AsBytes(vector.Span).ToArray(), options.Value.KeepEmbedding), cancellationToken);
    }

    public void Dispose() => _here.Dispose();

    private bool IsKept(EmbeddingModel model) => model.Provider != EmbeddingModel.LocalProvider && options.Value.KeepEmbedding > TimeSpan.Zero;

    private void KeepHere(string key, ReadOnlyMemory<float> vector) =>
        _here.Set(key, vector, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = options.Value.KeepEmbedding });

    // The text itself is not stored: what people search for is theirs.
    private static string KeyOf(EmbeddingModel model, string text)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{model.Provider}\n{model.Id}\n{model.Version}\n{model.Dimensions}\n{text}"));
        return $"commontrace:query:{Convert.ToHexStringLower(hash)}";
    }
}
