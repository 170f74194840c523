using CommonTrace.Core.Data;
using CommonTrace.Core.Paging;

namespace CommonTrace.Core.Users;

/// <summary>Lists the caller's keys, the newest first; the keys themselves are never told.</summary>
public sealed class ListKeys(CommonTraceDbContext database)
{
    private const string Sql =
        """
        select id, name, prefix, scopes, created_at, last_used_at, expires_at, revoked_at from api_keys
        where user_id = $1 and tenant_id = $2 and id < $3 order by id desc limit $4
        """;

    /// <summary>Runs it.</summary>
    /// <param name="caller">Whose.</param>
    /// <param name="limit">How many; 1 to 100.</param>
    /// <param name="cursor">Where the page before ended; null for the first.</param>
    public async Task<Result<Page<KeyView>>> ExecuteAsync(Caller caller, int limit, string? cursor, CancellationToken cancellationToken)
    {
        if (!PageCursor.TryRead(cursor, out var before))
        {
            return PageCursor.Failure;
        }

        var keys = await database.QueryAsync(
            Sql, [new() { Value = caller.UserId }, new() { Value = caller.TenantId }, new() { Value = before }, new() { Value = limit + 1 }],
            row => new KeyView(
                row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetFieldValue<string[]>(3), row.GetFieldValue<DateTimeOffset>(4),
                row.GetFieldValue<DateTimeOffset?>(5), row.GetFieldValue<DateTimeOffset?>(6), row.GetFieldValue<DateTimeOffset?>(7)),
            cancellationToken);
        return Page<KeyView>.Of(keys, limit, key => key.Id);
    }
}

/// <summary>What may be told of a key.</summary>
/// <param name="Id">By which it is revoked.</param>
/// <param name="Name">What its user calls it.</param>
/// <param name="Prefix">Its first characters, by which logs name it.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="LastUsedAt">When it was last used, to the minute; null for never.</param>
/// <param name="ExpiresAt">When it ends; null for never.</param>
/// <param name="RevokedAt">Since when it is good for nothing; null while it is.</param>
public sealed record KeyView(
    Guid Id, string Name, string Prefix, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt,
    DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt);
