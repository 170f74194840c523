using Npgsql;

namespace CommonTrace.Core.Traces;

/// <summary>Reads the versions of a trace, those that stood before and the one that stands, as rows of one list.</summary>
internal static class TraceVersionReader
{
    // The version that stands was written with the trace if it is the first, else when the trace was last changed.
    private const string Every =
        """
        (
            select v.version, v.title, v.tags, v.edited_by, v.created_at, v.context_text, v.solution_text, v.metadata_json
            from trace_versions v where v.trace_id = $1 and v.tenant_id = $2
            union all
            select t.version, t.title, array(select g.name from trace_tags tt join tags g on g.id = tt.tag_id where tt.trace_id = t.id order by g.name),
                coalesce(t.edited_by, t.contributor_id), case when t.version = 1 then t.created_at else t.updated_at end,
                t.context_text, t.solution_text, t.metadata_json
            from traces t where t.id = $1 and t.tenant_id = $2
        ) v
        """;

    private const string Summary = "v.version, v.title, v.tags, v.edited_by, (select u.display_name from users u where u.id = v.edited_by), v.created_at";

    /// <summary>The page of versions before $3, of $4 rows.</summary>
    public const string ListSql = $"select {Summary} from {Every} where v.version < $3 order by v.version desc limit $4";

    /// <summary>Version $3.</summary>
    public const string OneSql = $"select {Summary}, v.context_text, v.solution_text, v.metadata_json::text from {Every} where v.version = $3";

    public static TraceVersionSummary ReadSummary(NpgsqlDataReader row) => new(
        row.GetInt32(0), row.GetString(1), row.GetFieldValue<string[]>(2), row.GetGuid(3), row.IsDBNull(4) ? null : row.GetString(4),
        row.GetFieldValue<DateTimeOffset>(5));

    public static TraceVersionView ReadOne(NpgsqlDataReader row) =>
        new(ReadSummary(row), row.GetString(6), row.GetString(7), row.IsDBNull(8) ? null : row.GetString(8));
}

/// <summary>A version of a trace in a list.</summary>
/// <param name="Version">From 1.</param>
/// <param name="EditedBy">Who wrote it.</param>
/// <param name="EditedByName">Their name, if they gave one.</param>
/// <param name="CreatedAt">When they did.</param>
public sealed record TraceVersionSummary(
    int Version, string Title, IReadOnlyList<string> Tags, Guid EditedBy, string? EditedByName, DateTimeOffset CreatedAt);

/// <summary>A version of a trace with its texts.</summary>
public sealed record TraceVersionView(TraceVersionSummary Summary, string ContextText, string SolutionText, string? MetadataJson);
