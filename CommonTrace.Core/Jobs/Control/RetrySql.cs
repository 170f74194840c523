namespace CommonTrace.Core.Jobs.Control;

/// <summary>How a dead letter comes back, and which one need not: the parts that one retry and many share. The job is <c>j</c>.</summary>
internal static class RetrySql
{
    /// <summary>Due at once, with five more attempts; what was tried before stays on the record.</summary>
    public const string MakePending =
        "status = 'pending', completed_at = null, scheduled_at = now(), max_attempts = j.attempt + 5, updated_at = now()";

    /// <summary>Whether another job does the same work already.</summary>
    public const string HasLiveTwin =
        """
        exists (select from embedding_jobs twin
            where twin.trace_id = j.trace_id and twin.embedding_set_id is not distinct from j.embedding_set_id and twin.status in ('pending', 'processing'))
        """;

    /// <summary>Whether a later job of the same trace and set took over, however it ended.</summary>
    public const string HasSuccessor =
        """
        exists (select from embedding_jobs later
            where later.trace_id = j.trace_id and later.embedding_set_id is not distinct from j.embedding_set_id and later.id > j.id)
        """;

    /// <summary>Whether the re-embedding that the job was part of is over.</summary>
    public const string IsOfAnEndedSet =
        "(j.embedding_set_id is not null and not exists (select from embedding_sets s where s.id = j.embedding_set_id and s.role = 'next'))";
}
