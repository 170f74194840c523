using System.Text.Json;
using CommonTrace.Core.Data;
using CommonTrace.Core.Users;
using Npgsql;
using NpgsqlTypes;

namespace CommonTrace.Core.Embeddings.Reembed;

/// <summary>The sets and the audit log, within a change's transaction. Tables are locked in one order everywhere: <c>traces</c>, then the sets.</summary>
internal static class SetLedger
{
    private const string ReadSql = $"select {EmbeddingSets.Columns} from embedding_sets where role <> 'retired'";

    private const string AuditSql = "insert into audit_log (id, actor_id, action, detail) values ($1, $2, $3, $4)";

    /// <summary>The sets by their role, the retired ones left out.</summary>
    public static async Task<IReadOnlyDictionary<string, EmbeddingSet>> ReadSetsAsync(this NpgsqlConnection connection, CancellationToken cancellationToken) =>
        (await connection.QueryAsync(ReadSql, [], EmbeddingSets.Read, cancellationToken)).ToDictionary(set => set.Role);

    /// <summary>Writes down who did what to which set.</summary>
    public static Task AuditAsync(this NpgsqlConnection connection, Caller caller, string action, EmbeddingSet set, CancellationToken cancellationToken) =>
        connection.AuditAsync(caller.UserId, action, set, cancellationToken);

    public static Task AuditAsync(this NpgsqlConnection connection, Guid actorId, string action, EmbeddingSet set, CancellationToken cancellationToken)
    {
        var detail = new { set_id = set.Id, provider = set.Model.Provider, model = set.Model.Id, model_version = set.Model.Version, dimensions = set.Model.Dimensions };
        return connection.ExecuteAsync(
            AuditSql,
            [
                new() { Value = Guid.CreateVersion7() }, new() { Value = actorId }, new() { Value = action },
                new() { Value = JsonSerializer.Serialize(detail), NpgsqlDbType = NpgsqlDbType.Jsonb },
            ],
            cancellationToken);
    }
}
