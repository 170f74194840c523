using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Traces;
using Npgsql;
using NpgsqlTypes;

namespace CommonTrace.Core.Import;

/// <summary>Copies traces to the temporary table of an import.</summary>
internal static class CopyTraces
{
    /// <summary>Runs it.</summary>
    /// <param name="userId">Whose traces are those that name nobody.</param>
    /// <param name="model">Whose vectors go along; null for none.</param>
    public static async Task ExecuteAsync(
        NpgsqlConnection connection, Guid userId, IEnumerable<ImportedTrace> traces, EmbeddingModel? model, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(ImportSql.Copy, cancellationToken);
        foreach (var row in traces)
        {
            await copy.StartRowAsync(cancellationToken);
            await WriteTraceAsync(copy, userId, row, cancellationToken);
            await WriteStateAsync(copy, row.Told, row.EditedBy, row.Flags, cancellationToken);
            if (model is not null)
            {
                var told = row.Embedding is { } embedding && embedding.IsOf(model) ? embedding : null;
                await WriteAsync(copy, told?.Read(), cancellationToken);
                await copy.WriteAsync(told?.EmbeddedAt, NpgsqlDbType.TimestampTz, cancellationToken);
            }
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static async Task WriteTraceAsync(NpgsqlBinaryImporter copy, Guid userId, ImportedTrace row, CancellationToken cancellationToken)
    {
        await copy.WriteAsync(row.Line, NpgsqlDbType.Bigint, cancellationToken);
        await copy.WriteAsync(row.Id, NpgsqlDbType.Uuid, cancellationToken);
        await copy.WriteAsync(row.ContributorId ?? userId, NpgsqlDbType.Uuid, cancellationToken);
        await copy.WriteAsync(row.Trace.Title, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(row.Trace.ContextText, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(row.Trace.SolutionText, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(row.ContentHash, NpgsqlDbType.Bytea, cancellationToken);
        await copy.WriteAsync(CheckTrace.HashOfSolution(row.Trace.SolutionText), NpgsqlDbType.Bytea, cancellationToken);
        await copy.WriteAsync(row.Trace.Tags.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(row.Trace.AgentModel, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(row.Trace.AgentVersion, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(row.Trace.MetadataJson, NpgsqlDbType.Jsonb, cancellationToken);
        await copy.WriteAsync(row.Told.ReviewAfter, NpgsqlDbType.TimestampTz, cancellationToken);
        await copy.WriteAsync(row.Trace.WatchCondition, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(row.Trace.TokensToResolution, NpgsqlDbType.Integer, cancellationToken);
    }

    /// <summary>What a new trace begins with, where the line does not say.</summary>
    private static async Task WriteStateAsync(
        NpgsqlBinaryImporter copy, ImportLine told, Guid? editedBy, IEnumerable<string> flags, CancellationToken cancellationToken)
    {
        await copy.WriteAsync(told.Status ?? TraceStatus.Pending, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(told.TrustScore ?? 0, NpgsqlDbType.Numeric, cancellationToken);
        await copy.WriteAsync(told.ConfirmationCount ?? 0, NpgsqlDbType.Integer, cancellationToken);
        await copy.WriteAsync(told.IsSeed ?? false, NpgsqlDbType.Boolean, cancellationToken);
        await copy.WriteAsync(told.Version ?? 1, NpgsqlDbType.Integer, cancellationToken);
        await copy.WriteAsync(editedBy, NpgsqlDbType.Uuid, cancellationToken);
        await copy.WriteAsync(flags.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(told.FlaggedAt, NpgsqlDbType.TimestampTz, cancellationToken);
        await copy.WriteAsync(told.CreatedAt, NpgsqlDbType.TimestampTz, cancellationToken);
        await copy.WriteAsync(told.UpdatedAt, NpgsqlDbType.TimestampTz, cancellationToken);
        await copy.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid, cancellationToken);
    }

    private static Task WriteAsync(NpgsqlBinaryImporter copy, Pgvector.Vector? vector, CancellationToken cancellationToken) =>
        vector is null ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(vector, cancellationToken);
}
