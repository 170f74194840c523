using Npgsql;
using NpgsqlTypes;

namespace CommonTrace.Core.Search;

/// <summary>Which traces may be found at all: its SQL is the same in every statement of a search, over <c>traces t</c> and the parameters $1 to $4.</summary>
/// <param name="Tags">Normalised names; all must be borne.</param>
internal sealed record SearchFilter(Guid? TenantId, string? Status, bool IncludeExpired, IReadOnlyList<string> Tags)
{
    // Row-level security says the same of the tenant; the second seal is no reason to leave out the first.
    private const string Sql =
        "t.tenant_id = $1 and t.flagged_at is null and ($2::text is null or t.status = $2) and ($3 or t.review_after is null or t.review_after > now())";

    // All tags must be borne, so they are counted, not only matched.
    private const string TagsSql =
        $"""
        {Sql} and t.id in (
            select tt.trace_id from trace_tags tt join tags g on g.id = tt.tag_id
            where g.tenant_id = $1 and g.name = any($4) group by tt.trace_id having count(*) = cardinality($4))
        """;

    public string Condition => Tags.Count == 0 ? Sql : TagsSql;

    public NpgsqlParameter[] Parameters =>
    [
        new() { Value = (object?)TenantId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
        new() { Value = (object?)Status ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
        new() { Value = IncludeExpired },
        new() { Value = Tags.ToArray() },
    ];

    /// <summary>What it is known by in a cache.</summary>
    public string Key => $"{TenantId} {Status} {IncludeExpired} {string.Join(' ', Tags)}";
}
