using System.Security.Cryptography;
using System.Text;
using CommonTrace.Core.Data;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NpgsqlTypes;

namespace CommonTrace.Core.Search.Misses;

/// <summary>Remembers a search that found nothing. What people typed is theirs: only its hash is kept, unless the operator has settled that.</summary>
public sealed class NoteMiss(CommonTraceDbContext database, IOptions<SearchOptions> options, ILogger<NoteMiss> logger)
{
    private const string Sql =
        """
        insert into search_misses as m (tenant_id, query_hash, query, tags, misses) values ($1, $2, $3, $4, 1)
        on conflict (tenant_id, query_hash) do update set misses = m.misses + 1, last_at = now(), query = coalesce(excluded.query, m.query)
        returning misses
        """;

    /// <summary>Runs it. The search has its answer already: it does not fail when this does.</summary>
    public async Task ExecuteAsync(string? text, IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        if (database.TenantId is not { } tenant)
        {
            return;
        }

        try
        {
            await database.QueryAsync(
                Sql,
                [
                    new() { Value = tenant },
                    new() { Value = HashOf(text, tags) },
                    new() { Value = options.Value.KeepMissText && text is not null ? text : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                    new() { Value = tags.Order(StringComparer.Ordinal).ToArray() },
                ],
                row => row.GetInt64(0),
                cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(exception, "A search that found nothing was not noted");
        }
    }

    /// <summary>The same for texts that differ in case and white space only; tags in any order.</summary>
    internal static byte[] HashOf(string? text, IEnumerable<string> tags)
    {
        var words = (text ?? "").ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return SHA256.HashData(Encoding.UTF8.GetBytes($"{string.Join(' ', words)}\n{string.Join(' ', tags.Order(StringComparer.Ordinal))}"));
    }
}
