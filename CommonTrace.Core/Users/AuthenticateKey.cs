using System.Security.Cryptography;
using System.Text;
using CommonTrace.Core.Data;
using CommonTrace.Core.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommonTrace.Core.Users;

/// <summary>Says who calls with a key, and enters the tenant that the key is for.</summary>
public sealed class AuthenticateKey(
    CommonTraceDbContext database, TenantContext tenant, ApiKeyHasher hasher, TimeProvider time, IOptions<AuthOptions> options)
{
    /// <summary>Runs it.</summary>
    /// <param name="key">What the caller sent.</param>
    /// <param name="tenantId">The tenant that an operator asks to work in; nobody else may name one but their own.</param>
    /// <returns>The caller, or a failure that does not tell an unknown key from a mistyped one.</returns>
    public async Task<Result<Caller>> ExecuteAsync(string key, Guid? tenantId, CancellationToken cancellationToken)
    {
        var authenticated = IsOperator(key) ? await OperatorAsync(tenantId, cancellationToken) : await HolderAsync(key, tenantId, cancellationToken);
        if (authenticated.Succeeded(out var caller, out _))
        {
            tenant.Enter(caller.TenantId);
        }

        return authenticated;
    }

    private bool IsOperator(string key) =>
        options.Value.OperatorKey is { } operatorKey
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(key)), SHA256.HashData(Encoding.UTF8.GetBytes(operatorKey)));

    private async Task<Result<Caller>> OperatorAsync(Guid? tenantId, CancellationToken cancellationToken)
    {
        if (tenantId is { } asked && asked != Tenant.CommonsId)
        {
            var exists = await database.Database.SqlQuery<bool>($"""select tenant_exists({asked}) as "Value" """).SingleAsync(cancellationToken);
            if (!exists)
            {
                return new Failure(FailureKind.NotFound, "tenant.not_found", $"There is no tenant {asked}; check the header X-Tenant-ID.");
            }
        }

        return new Caller(User.OperatorId, tenantId ?? Tenant.CommonsId, Scopes.All, ExpiresAt: null);
    }

    private async Task<Result<Caller>> HolderAsync(string key, Guid? tenantId, CancellationToken cancellationToken)
    {
        if (!ApiKeyFormat.IsWellFormed(key))
        {
            return UserFailures.BadKey;
        }

        var hash = hasher.Hash(key);
        var found = await database.Database
            .SqlQuery<FoundKey>($"""
                select id as "Id", user_id as "UserId", tenant_id as "TenantId", scopes as "Scopes", expires_at as "ExpiresAt", revoked_at as "RevokedAt"
                from use_api_key({hash})
                """)
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null || found.RevokedAt is not null || found.ExpiresAt <= time.GetUtcNow())
        {
            return UserFailures.BadKey;
        }

        if (tenantId is { } asked && asked != found.TenantId)
        {
            return UserFailures.OtherTenant;
        }

        return new Caller(found.UserId, found.TenantId, found.Scopes, found.ExpiresAt, found.Id);
    }

    private sealed record FoundKey(Guid Id, Guid UserId, Guid TenantId, string[] Scopes, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt);
}
