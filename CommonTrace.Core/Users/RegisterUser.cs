using System.Text.RegularExpressions;
using CommonTrace.Core.Data;
using CommonTrace.Core.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CommonTrace.Core.Users;

/// <summary>Registers a user in <c>commons</c> and mints the first key.</summary>
public sealed partial class RegisterUser(CommonTraceDbContext database, TenantContext tenant, ApiKeyHasher hasher, IOptions<AuthOptions> options)
{
    /// <summary>Runs it. The address is compared without regard to case.</summary>
    public async Task<Result<RegisteredUser>> ExecuteAsync(string? email, string? displayName, CancellationToken cancellationToken)
    {
        if (options.Value.Registration is Registration.Closed)
        {
            return UserFailures.RegistrationClosed;
        }

        var address = string.IsNullOrWhiteSpace(email) ? null : email.Trim().ToLowerInvariant();
        if (address is not null && !Address().IsMatch(address))
        {
            return Failure.Field("email", "is not an e-mail address.");
        }

        tenant.Enter(Tenant.CommonsId);
        var user = new User
        {
            Id = Guid.CreateVersion7(),
            TenantId = Tenant.CommonsId,
            Email = address,
            DisplayName = string.IsNullOrWhiteSpace(displayName) ? null : displayName.Trim(),
        };
        var text = ApiKeyFormat.Generate();
        var key = new ApiKey
        {
            Id = Guid.CreateVersion7(),
            TenantId = user.TenantId,
            UserId = user.Id,
            Name = "first",
            Prefix = ApiKeyFormat.ShownPrefix(text),
            KeyHash = hasher.Hash(text),
            Scopes = [.. Scopes.OfContributor],
        };
        database.Users.Add(user);
        database.ApiKeys.Add(key);
        try
        {
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { ConstraintName: "ix_users_tenant_id_email" })
        {
            return UserFailures.EmailTaken(user.Email!);
        }

        return new RegisteredUser(text, key.Id, user.Id, user.TenantId, key.Scopes);
    }

    /// <summary>Something before and after one @: whether it is anybody's, only a message would tell.</summary>
    [GeneratedRegex(@"\A[^\s@]+@[^\s@]+\z")]
    private static partial Regex Address();
}

/// <summary>A new user with the key, which is shown this once.</summary>
public sealed record RegisteredUser(string ApiKey, Guid KeyId, Guid UserId, Guid TenantId, IReadOnlyList<string> Scopes);
