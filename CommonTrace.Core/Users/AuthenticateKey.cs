using System.Security.Cryptography;
using System.Text;
using CommonTrace.Core.Data;
using CommonTrace.Core.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CommonTrace.Core.Users;

/// <summary>Says who calls with a key, and enters the tenant that the call is for. Logs tell keys by their shown prefix only.</summary>
public sealed class AuthenticateKey(
    CommonTraceDbContext database, TenantContext tenant, ApiKeyHasher hasher, KnownKeys known, TimeProvider time, IOptions<AuthOptions> options,
    ILogger<AuthenticateKey> logger)
{
    // By the hash of all of the key: how long the index takes tells of hashes only, and from a hash nobody gets back to a key of 256 random bits.
    private const string Sql =
        """
        select id, user_id, tenant_id, scopes, expires_at, revoked_at, max_traces, max_writes_a_day, max_embedding_tokens_a_day, is_noted
        from use_api_key($1)
        """;

    /// <summary>Runs it.</summary>
    /// <param name="key">What the caller sent.</param>
    /// <param name="tenantId">The tenant that an operator asks to work in; nobody else may name one but their own.</param>
    /// <returns>The caller, or a failure that does not tell an unknown key from a mistyped one.</returns>
    public async Task<Result<Caller>> ExecuteAsync(string key, Guid? tenantId, CancellationToken cancellationToken)
    {
        var authenticated = IsOperator(key)
            ? await InTenantAsync(new Caller(User.OperatorId, Tenant.CommonsId, Scopes.All, ExpiresAt: null), tenantId, cancellationToken)
            : await HolderAsync(key, tenantId, cancellationToken);
        if (authenticated.Succeeded(out var caller, out _))
        {
            tenant.Enter(caller.TenantId);
        }

        return authenticated;
    }

    private bool IsOperator(string key) =>
        options.Value.OperatorKey is { } operatorKey
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(key)), SHA256.HashData(Encoding.UTF8.GetBytes(operatorKey)));

    private async Task<Result<Caller>> HolderAsync(string key, Guid? tenantId, CancellationToken cancellationToken)
    {
        if (!ApiKeyFormat.IsWellFormed(key))
        {
            return Refuse(key, "it is malformed", UserFailures.BadKey);
        }

        var hash = hasher.Hash(key);
        var found = await known.GetAsync(hash, () => LookUpAsync(key, hash, cancellationToken));
        var fault = found switch
        {
            null => "it is unknown",
            { RevokedAt: { } at } => $"it was revoked at {at:u}",
            { ExpiresAt: { } at } when at <= time.GetUtcNow() => $"it expired at {at:u}",
            _ => null,
        };
        if (fault is not null)
        {
            return Refuse(key, fault, UserFailures.BadKey);
        }

        var caller = new Caller(found!.UserId, found.TenantId, found.Scopes, found.ExpiresAt, found.Id) { Quotas = found.Quotas };
        return tenantId is null || tenantId == caller.TenantId || caller.May(Scopes.Operate)
            ? await InTenantAsync(caller, tenantId, cancellationToken)
            : Refuse(key, $"it is not of tenant {tenantId}", UserFailures.OtherTenant);
    }

    /// <summary>Who works in another tenant than their own is the user <c>operator</c> there: no tenant holds rows of another tenant's people.</summary>
    private async Task<Result<Caller>> InTenantAsync(Caller caller, Guid? tenantId, CancellationToken cancellationToken)
    {
        if (tenantId is not { } asked || asked == caller.TenantId)
        {
            return caller;
        }

        var exists = asked == Tenant.CommonsId
            || await database.Database.SqlQuery<bool>($"""select tenant_exists({asked}) as "Value" """).SingleAsync(cancellationToken);
        return exists
            ? caller with { UserId = User.OperatorId, TenantId = asked, Quotas = null }
            : new Failure(FailureKind.NotFound, "tenant.not_found", $"There is no tenant {asked}; check the header X-Tenant-ID.");
    }

    private async Task<KnownKey?> LookUpAsync(string key, byte[] hash, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(Sql, [new() { Value = hash }], row => (Key: Read(row), IsNoted: row.GetBoolean(9)), cancellationToken);
        if (found is [{ IsNoted: true, Key: var noted }])
        {
            logger.LogInformation(
                "Key {KeyPrefix} is in use: key {KeyId} of user {UserId} in tenant {TenantId}", ApiKeyFormat.ShownPrefix(key), noted.Id, noted.UserId, noted.TenantId);
        }

        return found is [var one] ? one.Key : null;
    }

    private static KnownKey Read(NpgsqlDataReader row)
    {
        var quotas = new TenantQuotas(Number(row, 6), Number(row, 7), Number(row, 8));
        return new KnownKey(
            row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.GetFieldValue<string[]>(3), Time(row, 4), Time(row, 5),
            quotas == TenantQuotas.None ? null : quotas);
    }

    private Failure Refuse(string key, string reason, Failure failure)
    {
        logger.LogWarning("Key {KeyPrefix} was refused: {Reason}", ApiKeyFormat.ShownPrefix(key), reason);
        return failure;
    }

    private static long? Number(NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetInt64(ordinal);

    private static DateTimeOffset? Time(NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetFieldValue<DateTimeOffset>(ordinal);
}
