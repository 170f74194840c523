namespace CommonTrace.Core.Embeddings;

/// <summary>How vectors of a width are stored and indexed. An HNSW index takes 2,000 components as <c>vector</c>, 4,000 as <c>halfvec</c>.</summary>
internal static class VectorColumn
{
    private const int MostOfVector = 2000;

    // What pgvector 0.8 keeps of a vector beside its components while it builds: the element, and 2 × 16 neighbours on the lowest layer.
    private const int BytesOfNeighbours = 1_000;

    /// <summary>The column's type, such as <c>vector(1536)</c>.</summary>
    public static string TypeOf(int dimensions) => $"{Kind(dimensions)}({dimensions})";

    /// <summary>The statement that makes the index for cosine distance.</summary>
    public static string IndexSql(string name, string column, int dimensions, bool concurrently) =>
        $"create index {(concurrently ? "concurrently " : "")}{name} on traces using hnsw ({column} {Kind(dimensions)}_cosine_ops) with (m = 16, ef_construction = 64)";

    /// <summary>How many bytes building an index of so many vectors takes, so that none of it spills to disk; measured: 781 MB for 100,000 of 1,536.</summary>
    public static long IndexBytes(long vectors, int dimensions) => vectors * (dimensions * (dimensions <= MostOfVector ? 4L : 2L) + BytesOfNeighbours) * 5 / 4;

    private static string Kind(int dimensions) => dimensions <= MostOfVector ? "vector" : "halfvec";
}
