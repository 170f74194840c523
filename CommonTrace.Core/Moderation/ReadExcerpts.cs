using CommonTrace.Core.Data;
using CommonTrace.Core.Users;

namespace CommonTrace.Core.Moderation;

/// <summary>How the texts of some traces begin, for who has to judge a list of them.</summary>
public sealed class ReadExcerpts(CommonTraceDbContext database)
{
    /// <summary>How much of each text, in characters.</summary>
    private const int Longest = 300;

    private const string Sql =
        "select id, left(context_text, $3), left(solution_text, $3) from traces where tenant_id = $1 and id = any($2)";

    /// <summary>Runs it.</summary>
    /// <param name="ids">The traces; those that are gone meanwhile are left out.</param>
    public async Task<IReadOnlyDictionary<Guid, TraceExcerpt>> ExecuteAsync(Caller caller, IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        var excerpts = await database.QueryAsync(
            Sql,
            [new() { Value = caller.TenantId }, new() { Value = ids.ToArray() }, new() { Value = Longest + 1 }],
            row => (Id: row.GetGuid(0), Excerpt: new TraceExcerpt(Cut(row.GetString(1)), Cut(row.GetString(2)))),
            cancellationToken);
        return excerpts.ToDictionary(row => row.Id, row => row.Excerpt);
    }

    private static string Cut(string text)
    {
        var runes = text.EnumerateRunes().ToList();
        return runes.Count > Longest ? string.Concat(runes.Take(Longest)) + "…" : text;
    }
}

/// <summary>How a trace's texts begin; at most 300 characters each.</summary>
public sealed record TraceExcerpt(string Context, string Solution);
