using System.Buffers.Binary;
using System.Buffers.Text;
using CommonTrace.Core.Jobs;
using CommonTrace.Core.Paging;
using Npgsql;
using NpgsqlTypes;

namespace CommonTrace.Core.Search.Misses;

/// <summary>Lists what was searched for in vain, the most wanted first: of every tenant, or of one.</summary>
public sealed class ListWanted(QueueDatabase database)
{
    private const string Sql =
        """
        select tenant_id, query_hash, query, tags, misses, first_at, last_at from search_misses
        where ($1 is null or tenant_id = $1) and (misses, tenant_id, query_hash) < ($2, $3, $4)
        order by misses desc, tenant_id desc, query_hash desc limit $5
        """;

    /// <summary>Runs it.</summary>
    /// <param name="tenantId">Whose; null for every tenant's.</param>
    /// <param name="limit">How many; 1 to 100.</param>
    /// <param name="cursor">Where the page before ended; null for the first.</param>
    public async Task<Result<Page<WantedTrace>>> ExecuteAsync(Guid? tenantId, int limit, string? cursor, CancellationToken cancellationToken)
    {
        if (!WantedCursor.TryRead(cursor, out var after))
        {
            return Failure.Field("cursor", "is not a next_cursor of this list; leave it out to begin with the most wanted.");
        }

        var rows = await database.QueryAsync(
            Sql,
            [
                new() { Value = (object?)tenantId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
                new() { Value = after.Misses }, new() { Value = after.TenantId }, new() { Value = after.QueryHash }, new() { Value = limit + 1 },
            ],
            Read, cancellationToken);
        return rows.Count <= limit
            ? new Page<WantedTrace>(rows, null)
            : new Page<WantedTrace>(rows[..limit], WantedCursor.Of(rows[limit - 1]));
    }

    private static WantedTrace Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), Convert.ToHexStringLower(row.GetFieldValue<byte[]>(1)), row.IsDBNull(2) ? null : row.GetString(2), row.GetFieldValue<string[]>(3),
        row.GetInt64(4), row.GetFieldValue<DateTimeOffset>(5), row.GetFieldValue<DateTimeOffset>(6));
}

/// <summary>A search that found nothing.</summary>
/// <param name="TenantId">Who searched.</param>
/// <param name="QueryHash">SHA-256 in hexadecimal digits, of what was searched for.</param>
/// <param name="Query">The text, where <c>Search:KeepMissText</c> keeps it.</param>
/// <param name="Tags">The tags that were asked for.</param>
/// <param name="Misses">How often.</param>
/// <param name="FirstAt">When first.</param>
/// <param name="LastAt">When last.</param>
public sealed record WantedTrace(
    Guid TenantId, string QueryHash, string? Query, IReadOnlyList<string> Tags, long Misses, DateTimeOffset FirstAt, DateTimeOffset LastAt);

/// <summary>Where a page of wanted traces ended, in base64url.</summary>
internal readonly record struct WantedCursor(long Misses, Guid TenantId, byte[] QueryHash)
{
    private const int TenantAt = sizeof(long);
    private const int HashAt = TenantAt + 16;
    private const int Length = HashAt + 32;

    public static string Of(WantedTrace last)
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, last.Misses);
        last.TenantId.TryWriteBytes(bytes[TenantAt..], bigEndian: true, out _);
        Convert.FromHexString(last.QueryHash, bytes[HashAt..], out _, out _);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The row that the page comes after; the greatest there can be when there is no cursor.</summary>
    public static bool TryRead(string? cursor, out WantedCursor after)
    {
        after = new WantedCursor(long.MaxValue, Guid.AllBitsSet, []);
        if (cursor is null)
        {
            return true;
        }

        if (!Base64Url.IsValid(cursor, out var length) || length != Length)
        {
            return false;
        }

        var bytes = Base64Url.DecodeFromChars(cursor);
        after = new WantedCursor(BinaryPrimitives.ReadInt64BigEndian(bytes), new Guid(bytes.AsSpan(TenantAt, 16), bigEndian: true), bytes[HashAt..]);
        return true;
    }
}
