using Npgsql;

namespace CommonTrace.Core.Amendments;

/// <summary>An amendment as it is read.</summary>
/// <param name="Status">See <see cref="AmendmentStatus"/>.</param>
/// <param name="Flags">Signs of injection or danger in its texts; see docs/safety.md.</param>
public sealed record AmendmentView(
    Guid Id, Guid TraceId, Guid ContributorId, string? ContributorName, string ImprovedSolution, string Explanation, string Status,
    IReadOnlyList<string> Flags, Guid? DecidedBy, DateTimeOffset? DecidedAt, DateTimeOffset CreatedAt)
{
    /// <summary>The columns, of <c>amendments a</c>.</summary>
    internal const string Columns =
        """
        a.id, a.trace_id, a.contributor_id, (select u.display_name from users u where u.id = a.contributor_id), a.improved_solution, a.explanation,
        a.status, a.safety_flags, a.decided_by, a.decided_at, a.created_at
        """;

    /// <summary>How many <see cref="Columns"/> are.</summary>
    internal const int ColumnCount = 11;

    internal static AmendmentView Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetString(4), row.GetString(5),
        row.GetString(6), row.GetFieldValue<string[]>(7), row.IsDBNull(8) ? null : row.GetGuid(8),
        row.IsDBNull(9) ? null : row.GetFieldValue<DateTimeOffset>(9), row.GetFieldValue<DateTimeOffset>(10));
}
