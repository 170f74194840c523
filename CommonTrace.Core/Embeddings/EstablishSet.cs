using CommonTrace.Core.Data;
using Npgsql;

namespace CommonTrace.Core.Embeddings;

/// <summary>Makes the configured model the active one, where there is none yet, and the column and its index as wide as its vectors.</summary>
public sealed class EstablishSet(DatabaseLogin login)
{
    private const string InsertSql =
        """
        insert into embedding_sets (id, role, phase, provider, model_id, model_version, dimensions, paused)
        values ($1, 'active', 'ready', $2, $3, $4, $5, false)
        on conflict (role) where role <> 'retired' do nothing
        """;

    /// <summary>Runs it, as the owner: the width of a column is part of the schema. The first of several callers decides.</summary>
    public async Task ExecuteAsync(EmbeddingModel model, CancellationToken cancellationToken)
    {
        await using var owner = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(login.ConnectionString) { Pooling = false }.ConnectionString);
        await owner.OpenAsync(cancellationToken);
        await using var transaction = await owner.BeginTransactionAsync(cancellationToken);
        await using var insert = new NpgsqlCommand(InsertSql, owner, transaction)
        {
            Parameters =
            {
                new() { Value = Guid.CreateVersion7() }, new() { Value = model.Provider }, new() { Value = model.Id },
                new() { Value = model.Version }, new() { Value = model.Dimensions },
            },
        };
        var established = await insert.ExecuteNonQueryAsync(cancellationToken) == 1;
        if (established && model.Dimensions != EmbeddingModel.DefaultDimensions)
        {
            await using var widen = new NpgsqlCommand(WidenSql(model.Dimensions), owner, transaction);
            await widen.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    // There is no vector yet, so there is nothing to convert.
    private static string WidenSql(int dimensions) =>
        $"""
        drop index if exists ix_traces_embedding_hnsw;
        alter table traces alter column embedding type {VectorColumn.TypeOf(dimensions)} using null;
        {VectorColumn.IndexSql("ix_traces_embedding_hnsw", "embedding", dimensions, concurrently: false)}
        """;
}
