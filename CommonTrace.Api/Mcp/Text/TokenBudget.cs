using System.Text.Encodings.Web;
using System.Text.Json;
using CommonTrace.Core.Embeddings;

namespace CommonTrace.Api.Mcp.Text;

/// <summary>
/// How many tokens an answer may take, by the estimate that the embedding of texts goes by too. It holds for the text and for the structured content
/// alike, each for itself: whichever of them a client shows its model, it is within the budget.
/// </summary>
internal static class TokenBudget
{
    public const int Default = 3_000;
    public const int Least = 1_000;
    public const int Most = 50_000;

    /// <summary>Less room than this is given to no result while there is more.</summary>
    private const int LeastShare = 400;

    // As clients read it: escapes are gone by then.
    private static readonly JsonSerializerOptions AsRead = new(ToolJson.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What a text and the structured content beside it cost: the dearer of the two.</summary>
    public static int CostOf<T>(string text, T structured) =>
        Math.Max(EmbeddingText.EstimateTokens(text), EmbeddingText.EstimateTokens(JsonSerializer.Serialize(structured, AsRead)));

    /// <summary>
    /// The results that fit, best first. Each may take half of what is left, so that a long one does not push out all others; one that does not
    /// fit however short it is cut is left out.
    /// </summary>
    /// <param name="results">For each result, how it is written with so many tokens of its texts.</param>
    /// <param name="tokens">How much there is for all of them.</param>
    /// <param name="cost">What a written result costs.</param>
    public static List<T> Fit<T>(IEnumerable<Func<int, T>> results, int tokens, Func<T, int> cost)
        where T : class
    {
        List<T> fitting = [];
        foreach (var write in results)
        {
            var share = Math.Min(tokens, Math.Max(tokens / 2, LeastShare));
            if (FitOne(write, share, cost) is { } result)
            {
                fitting.Add(result);
                tokens -= cost(result);
            }
        }

        return fitting;
    }

    private static T? FitOne<T>(Func<int, T> write, int share, Func<T, int> cost)
        where T : class
    {
        for (var room = share; ;)
        {
            var result = write(room);
            var over = cost(result) - share;
            if (over <= 0)
            {
                return result;
            }

            if (room == 0)
            {
                return null;
            }

            room = Math.Max(0, Math.Min(room - over, room * 3 / 4));
        }
    }
}
