using CommonTrace.Core.Data;
using CommonTrace.Core.Search.Words;

namespace CommonTrace.Core.Search.Similar;

/// <summary>Finds traces that say nearly the same in nearly the same words: by their signatures, then by all their terms. No provider is asked.</summary>
public sealed class FindSimilar(CommonTraceDbContext database)
{
    /// <summary>From which similarity on a trace is told: copies in which a sentence or two were changed.</summary>
    private const double Least = 0.6;

    private const int MostTold = 3;

    private const string Sql =
        """
        select t.id, t.title, t.context_text, t.solution_text from find_similar($1, $2, 20) near join traces t on t.id = near.id
        where t.tenant_id = $1 and t.flagged_at is null
        """;

    /// <summary>Runs it; the most similar first, at most 3.</summary>
    public async Task<IReadOnlyList<SimilarTrace>> ExecuteAsync(string title, string contextText, string solutionText, CancellationToken cancellationToken)
    {
        var words = TraceWords.Of(title, [], contextText, solutionText);
        if (database.TenantId is not { } tenant || words.SignatureIn(tenant) is not { Length: > 0 } signature)
        {
            return [];
        }

        var similar = await database.QueryAsync(
            Sql, [new() { Value = tenant }, new() { Value = signature }],
            row => new SimilarTrace(row.GetGuid(0), row.GetString(1), words.SimilarityTo(TraceWords.Of(row.GetString(1), [], row.GetString(2), row.GetString(3)))),
            cancellationToken);
        return [.. similar.Where(trace => trace.Similarity >= Least).OrderByDescending(trace => trace.Similarity).ThenBy(trace => trace.Id).Take(MostTold)];
    }
}

/// <summary>A trace that says nearly the same.</summary>
/// <param name="Id">The trace.</param>
/// <param name="Title">Its title.</param>
/// <param name="Similarity">The share of the terms of both that both have (Jaccard); 0.6 to 1.</param>
public sealed record SimilarTrace(Guid Id, string Title, double Similarity);
