namespace CommonTrace.Core.Embeddings;

/// <summary>
/// The columns of <c>traces</c> that hold a set of vectors, with their constraint and their two indexes: the active set's bear the plain
/// names, the others' a suffix. To exchange sets is to exchange names.
/// </summary>
internal static class SetColumns
{
    public const string Active = "";
    public const string Next = "_next";
    public const string Previous = "_previous";

    /// <summary>Held until the end of the transaction: nobody sees half of a renaming.</summary>
    public const string LockSql = "lock table traces in access exclusive mode";

    /// <summary>The name of the vector index.</summary>
    public static string IndexOf(string suffix) => $"ix_traces_embedding_hnsw{suffix}";

    /// <summary>Adds the columns, empty. The constraint holds from now on; the rows that are there are checked by <see cref="ValidateSql"/>, without a lock.</summary>
    public static string AddSql(string suffix, int dimensions) =>
        $"""
        alter table traces
            add column embedding{suffix} {VectorColumn.TypeOf(dimensions)},
            add column embedding{suffix}_hash bytea,
            add column embedding{suffix}_model_id text,
            add column embedding{suffix}_model_version text,
            add column embedded{suffix}_at timestamptz,
            add constraint ck_traces_embedding_model{suffix}
                check (embedding{suffix} is null or (embedding{suffix}_model_id is not null and embedding{suffix}_model_version is not null)) not valid
        """;

    public static string ValidateSql(string suffix) => $"alter table traces validate constraint ck_traces_embedding_model{suffix}";

    /// <summary>Makes the index of what the sweep looks for.</summary>
    public static string UnembeddedIndexSql(string suffix) =>
        $"""
        create index concurrently ix_traces_unembedded{suffix} on traces (id)
        where embedding{suffix} is null or embedding{suffix}_hash is distinct from content_hash
        """;

    /// <summary>Without figures of the new columns the planner would not know that nearly all rows are of the new model.</summary>
    public static string AnalyzeSql(string suffix) =>
        $"analyze traces (embedding{suffix}, embedding{suffix}_hash, embedding{suffix}_model_id, embedding{suffix}_model_version)";

    /// <summary>Drops the columns, where they are, and with them their constraint and indexes.</summary>
    public static string DropSql(string suffix) =>
        $"""
        alter table traces
            drop column if exists embedding{suffix}, drop column if exists embedding{suffix}_hash, drop column if exists embedding{suffix}_model_id,
            drop column if exists embedding{suffix}_model_version, drop column if exists embedded{suffix}_at
        """;

    /// <summary>Gives a set's columns, constraint and indexes the names of another role. A bulk load may have dropped the vector index.</summary>
    public static string RenameSql(string from, string to) =>
        $"""
        alter table traces rename column embedding{from} to embedding{to};
        alter table traces rename column embedding{from}_hash to embedding{to}_hash;
        alter table traces rename column embedding{from}_model_id to embedding{to}_model_id;
        alter table traces rename column embedding{from}_model_version to embedding{to}_model_version;
        alter table traces rename column embedded{from}_at to embedded{to}_at;
        alter table traces rename constraint ck_traces_embedding_model{from} to ck_traces_embedding_model{to};
        alter index ix_traces_unembedded{from} rename to ix_traces_unembedded{to};
        alter index if exists {IndexOf(from)} rename to {IndexOf(to)}
        """;
}
