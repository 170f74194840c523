using Npgsql;

namespace CommonTrace.Core.Traces;

/// <summary>Reads traces for people and agents: the one list of columns, and the one place that knows their order.</summary>
internal static class TraceReader
{
    /// <summary>The columns of a <see cref="TraceView"/>, of <c>traces t</c> with its <see cref="Joins"/>. What nobody confirmed for a year is stale.</summary>
    public const string Columns =
        """
        t.id, t.status, t.title, t.context_text, t.solution_text, t.trust_score, t.confirmation_count,
        array(select g.name from trace_tags tt join tags g on g.id = tt.tag_id where tt.trace_id = t.id order by g.name),
        t.contributor_id, (select u.display_name from users u where u.id = t.contributor_id),
        t.agent_model, t.agent_version, t.metadata_json::text, t.is_seed,
        case when t.embedding is not null and t.embedding_hash = t.content_hash then 'completed' else coalesce(nullif(j.status, 'completed'), 'pending') end,
        t.embedding_model_id, t.embedded_at, t.created_at, t.updated_at, t.review_after, t.watch_condition, newer.id,
        newer.id is not null or coalesce(t.review_after <= now(), false) or greatest(t.updated_at, s.last_solved_at) < now() - interval '365 days',
        t.flagged_at is not null, t.safety_flags, t.version, coalesce(s.retrieval_count, 0), coalesce(s.solved_count, 0), coalesce(s.failed_count, 0)
        """;

    /// <summary>How many <see cref="Columns"/> are.</summary>
    public const int ColumnCount = 29;

    /// <summary>The newest job of <c>traces t</c>, the newest trace that replaces it and is not hidden, and how it fared.</summary>
    public const string Joins =
        """
        left join lateral (
            select status from embedding_jobs where trace_id = t.id and embedding_set_id is null order by created_at desc, id desc limit 1
        ) j on true
        left join lateral (
            select n.id from traces n where n.supersedes_trace_id = t.id and n.flagged_at is null order by n.created_at desc, n.id limit 1
        ) newer on true
        left join trace_stats s on s.trace_id = t.id
        """;

    public static TraceView Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Status = row.GetString(1),
        Title = row.GetString(2),
        ContextText = row.GetString(3),
        SolutionText = row.GetString(4),
        TrustScore = row.GetDecimal(5),
        ConfirmationCount = row.GetInt32(6),
        Tags = row.GetFieldValue<string[]>(7),
        ContributorId = row.GetGuid(8),
        ContributorName = Text(row, 9),
        AgentModel = Text(row, 10),
        AgentVersion = Text(row, 11),
        MetadataJson = Text(row, 12),
        IsSeed = row.GetBoolean(13),
        Embedding = new EmbeddingView(row.GetString(14), Text(row, 15), row.IsDBNull(16) ? null : row.GetFieldValue<DateTimeOffset>(16)),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(17),
        UpdatedAt = row.GetFieldValue<DateTimeOffset>(18),
        ReviewAfter = row.IsDBNull(19) ? null : row.GetFieldValue<DateTimeOffset>(19),
        WatchCondition = Text(row, 20),
        SupersededBy = row.IsDBNull(21) ? null : row.GetGuid(21),
        IsStale = row.GetBoolean(22),
        IsFlagged = row.GetBoolean(23),
        Flags = row.GetFieldValue<string[]>(24),
        Version = row.GetInt32(25),
        RetrievalCount = row.GetInt64(26),
        Outcomes = new OutcomeCounts(row.GetInt32(27), row.GetInt32(28)),
    };

    private static string? Text(NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetString(ordinal);
}
