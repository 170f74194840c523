using CommonTrace.Core.Jobs;
using Microsoft.Extensions.Options;

namespace CommonTrace.Core.Embeddings.Reembed;

/// <summary>Estimates what embedding every trace anew costs, from the stored lengths and a sample; the texts stay in the database.</summary>
public sealed class EstimateReembedding(QueueDatabase database, IOptions<EmbeddingOptions> options)
{
    // A worker's largest batch, by default (Worker:LargestBatch).
    private const double TextsPerBatch = 128;

    // Hashes are spread evenly, so the first thousand by hash are a fair sample.
    private const string SampleSql = "select title, context_text, solution_text from traces order by content_hash, tenant_id limit 1000";

    // The length in bytes is known without reading the text. A text is cut at the longest that is sent.
    private const string SumSql =
        """
        select count(*), coalesce(sum(least((octet_length(title) + octet_length(context_text) + octet_length(solution_text) + 2) * $1, $2)), 0)::float8
        from traces
        """;

    /// <summary>
    /// Runs it. Tokens are <see cref="EmbeddingText.EstimateTokens"/> per byte in a sample of 1,000 traces, times the bytes of all; equal
    /// content of several tenants is embedded once, so it may come cheaper.
    /// </summary>
    public async Task<ReembeddingEstimate> ExecuteAsync(CancellationToken cancellationToken)
    {
        var texts = await database.QueryAsync(
            SampleSql, [], row => EmbeddingText.Of(row.GetString(0), row.GetString(1), row.GetString(2)), cancellationToken);
        var tokensPerByte = texts.Count == 0 ? 0 : (double)texts.Sum(text => EmbeddingText.EstimateTokens(text)) / texts.Sum(System.Text.Encoding.UTF8.GetByteCount);
        var (traces, tokens) = (await database.QueryAsync(
            SumSql, [new() { Value = tokensPerByte }, new() { Value = (double)options.Value.LongestText }], row => (row.GetInt64(0), row.GetDouble(1)), cancellationToken))[0];
        var calls = Math.Max(Math.Ceiling(traces / TextsPerBatch), Math.Ceiling(tokens / options.Value.TokensPerCall));
        return new ReembeddingEstimate(traces, (long)Math.Ceiling(tokens), (long)calls);
    }
}

/// <summary>What making all vectors anew costs, about.</summary>
/// <param name="Traces">How many there are.</param>
/// <param name="Tokens">What a provider would count for their texts.</param>
/// <param name="Calls">How many calls carry them, when batches are full.</param>
public sealed record ReembeddingEstimate(long Traces, long Tokens, long Calls);
