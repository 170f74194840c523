using CommonTrace.Core.Data;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Embeddings.Local;
using CommonTrace.Core.Search;
using CommonTrace.Core.Search.Words;
using CommonTrace.Core.Tenants;
using Npgsql;
using Pgvector;

namespace CommonTrace.Benchmarks.Search;

/// <summary>The statements of a search by themselves: over one connection with the API's role, prepared, the tenant named each time.</summary>
internal sealed class BareSearch : IAsyncDisposable
{
    private const int Candidates = 100;
    private const string TenantSql = "select set_config('commontrace.tenant', $1, false)";

    public static readonly SearchFilter Filter = new(Tenant.CommonsId, Status: null, IncludeExpired: true, Tags: []);

    private static readonly EmbeddingModel Model = new(
        EmbeddingModel.LocalProvider, LocalEmbeddingGenerator.ModelId, LocalEmbeddingGenerator.ModelVersion, LocalEmbeddingGenerator.Dimensions);

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _connection;

    private BareSearch(NpgsqlDataSource source, NpgsqlConnection connection) => (_source, _connection) = (source, connection);

    public static async Task<BareSearch> CreateAsync(SearchStage stage)
    {
        var builder = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(stage.Database.ConnectionString.As(DatabaseRole.Api))
        {
            MaxAutoPrepare = 20,
            AutoPrepareMinUsages = 2,
        }.ConnectionString);
        builder.UseVector();
        var source = builder.Build();
        return new BareSearch(source, await source.OpenConnectionAsync());
    }

    /// <summary>The statement by which the legs propose candidates.</summary>
    /// <param name="text">What the words leg searches for; null leaves it out.</param>
    /// <param name="vector">What the vectors leg searches for; null leaves it out.</param>
    public static BareStatement Propose(string? text, float[]? vector)
    {
        var query = vector is null ? EmbeddedQuery.NotAsked : new EmbeddedQuery(new Vector(vector), Model, null);
        var (sql, parameters) = FindCandidates.StatementOf(
            new TraceQuery(text, []), Filter, QueryWords.Of(text ?? ""), text is not null, query, Candidates, SearchStage.Traces, exactly: false);
        return new BareStatement(sql, parameters);
    }

    /// <summary>The vectors leg by itself: ids and distances.</summary>
    public static BareStatement Near(float[] vector, string? insteadOfSql = null) =>
        new(insteadOfSql ?? NearSql, [.. Propose(null, vector).Parameters]);

    public static string NearSql => FindCandidates.NearSql(Filter, Candidates, exactly: false);

    public static BareStatement Read(Guid[] hits) => new(ReadHits.FoundSql, [new() { Value = hits }]);

    /// <summary>Runs the statements one after the other, the tenant in one trip with the first; answers the rows of the last.</summary>
    public async Task<List<T>> RunAsync<T>(Func<NpgsqlDataReader, T> read, params BareStatement[] statements)
    {
        List<T> rows = [];
        for (var i = 0; i < statements.Length; i++)
        {
            await using var batch = new NpgsqlBatch(_connection);
            if (i == 0)
            {
                Add(batch, new BareStatement(TenantSql, [new() { Value = Tenant.CommonsId.ToString() }]));
            }

            Add(batch, statements[i]);
            rows = await ReadAsync(batch, skip: batch.BatchCommands.Count - 1, read);
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _source.DisposeAsync();
    }

    private static async Task<List<T>> ReadAsync<T>(NpgsqlBatch batch, int skip, Func<NpgsqlDataReader, T> read)
    {
        await using var reader = await batch.ExecuteReaderAsync();
        for (; skip > 0; skip--)
        {
            await reader.NextResultAsync();
        }

        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private static void Add(NpgsqlBatch batch, BareStatement statement)
    {
        var command = batch.CreateBatchCommand();
        command.CommandText = statement.Sql;
        foreach (var parameter in statement.Parameters)
        {
            command.Parameters.Add(parameter.Clone());
        }

        batch.BatchCommands.Add(command);
    }
}

/// <summary>A statement with what it is asked with.</summary>
internal sealed record BareStatement(string Sql, IReadOnlyList<NpgsqlParameter> Parameters);
