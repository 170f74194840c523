using CommonTrace.Core.Data;
using CommonTrace.Core.Safety;

namespace CommonTrace.Core.Users;

/// <summary>Makes the caller another key, which may do no more than the one that they call with.</summary>
public sealed class MintKey(CommonTraceDbContext database, ApiKeyHasher hasher)
{
    // Run again because its first answer was lost, it finds its own row.
    private const string Sql =
        """
        insert into api_keys (id, tenant_id, user_id, name, prefix, key_hash, scopes, expires_at)
        select $1, u.tenant_id, u.id, $4, $5, $6, $7, now() + make_interval(days => $8) from users u where u.id = $2 and u.tenant_id = $3
        on conflict (id) do update set name = excluded.name
        returning expires_at
        """;

    /// <summary>Runs it.</summary>
    /// <param name="caller">Whose key it becomes.</param>
    /// <param name="name">What they call it; 1 to 100 characters.</param>
    /// <param name="scopes">What it may do; null for all that the caller may.</param>
    /// <param name="days">How long it lasts, in days; null for ever.</param>
    public async Task<Result<MintedKey>> ExecuteAsync(
        Caller caller, string name, IReadOnlyList<string?>? scopes, int? days, CancellationToken cancellationToken)
    {
        if (!Scopes.Parse(scopes, caller.Scopes).Succeeded(out var wanted, out var fault))
        {
            return fault;
        }

        if (wanted.FirstOrDefault(scope => !caller.May(scope)) is { } beyond)
        {
            return UserFailures.ScopeBeyondOwn(beyond);
        }

        if (!ScreenTexts.Execute([new("name", name, KeyLimits.Name)]).Succeeded(out var texts, out var refusal))
        {
            return refusal;
        }

        var kept = texts["name"]!;
        var key = NewKey.Make(hasher, wanted);
        var minted = await database.QueryAsync(
            Sql,
            [
                new() { Value = key.Id }, new() { Value = caller.UserId }, new() { Value = caller.TenantId }, new() { Value = kept },
                new() { Value = key.Prefix }, new() { Value = key.Hash }, new() { Value = key.Scopes }, OptionalParameter.Of(days),
            ],
            row => row.GetFieldValue<DateTimeOffset?>(0), cancellationToken);
        return minted is [var expiresAt]
            ? new MintedKey(key.Text, key.Id, kept, key.Prefix, caller.UserId, caller.TenantId, key.Scopes, expiresAt)
            : UserFailures.AwayFromHome;
    }
}
