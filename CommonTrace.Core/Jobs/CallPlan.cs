using CommonTrace.Core.Embeddings;

namespace CommonTrace.Core.Jobs;

/// <summary>A text as it is sent, once for all jobs of the batch that have it: two tenants may tell the same.</summary>
internal sealed record PreparedText(IReadOnlyList<ClaimedJob> Jobs, string Text, bool Truncated)
{
    public int Tokens { get; } = EmbeddingText.EstimateTokens(Text);

    public int Attempt { get; } = Jobs.Max(job => job.Attempt);

    /// <summary>Half of the text, for a model that takes less than was thought.</summary>
    public PreparedText Halved() => new(Jobs, EmbeddingText.CutToTokens(Text, Tokens / 2), Truncated: true);
}

/// <summary>Divides a batch into provider calls.</summary>
internal static class CallPlan
{
    // What failed twice in company is tried alone, so that it cannot take others down with it.
    private const int AloneFromAttempt = 3;

    /// <summary>The texts to send, each within the model's limit.</summary>
    public static IEnumerable<PreparedText> Prepare(IEnumerable<ClaimedJob> jobs, EmbeddingOptions options) => jobs
        .GroupBy(job => job.Text)
        .Select(same =>
        {
            var text = EmbeddingText.CutToTokens(same.Key, options.LongestText);
            return new PreparedText([.. same], text, Truncated: text.Length < same.Key.Length);
        });

    /// <summary>Calls of at most <see cref="EmbeddingOptions.TokensPerCall"/> tokens and <see cref="EmbeddingOptions.TextsPerCall"/> texts, in order.</summary>
    public static IEnumerable<List<PreparedText>> Split(IEnumerable<PreparedText> texts, EmbeddingOptions options)
    {
        List<PreparedText> call = [];
        var tokens = 0;
        foreach (var text in texts)
        {
            var alone = text.Attempt >= AloneFromAttempt;
            if (call.Count > 0 && (alone || call[^1].Attempt >= AloneFromAttempt || call.Count == options.TextsPerCall || tokens + text.Tokens > options.TokensPerCall))
            {
                yield return call;
                (call, tokens) = ([], 0);
            }

            call.Add(text);
            tokens += text.Tokens;
        }

        if (call.Count > 0)
        {
            yield return call;
        }
    }
}
