using CommonTrace.Core.Data;
using CommonTrace.Core.Tenants;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CommonTrace.Core.Users;

/// <summary>Registers a user, in <c>commons</c> or in the tenant of an invitation, and mints the first key.</summary>
public sealed class RegisterUser(CommonTraceDbContext database, TenantContext tenant, ApiKeyHasher hasher, IOptions<AuthOptions> options)
{
    private const string FindInvitationSql = "select id, tenant_id, scopes from find_invitation($1)";

    // One statement: who is refused for their address uses up no invitation, and of many with its last use one gets in.
    private const string Sql =
        """
        with invited as (
            update invitations set uses = uses + 1
            where id = $3 and tenant_id = $2 and uses < max_uses and (expires_at is null or expires_at > now())
            returning id
        ), person as (
            insert into users (id, tenant_id, email, display_name) select $1, $2, $4, $5 where $3 is null or exists (select from invited)
            returning id
        ), minted as (
            insert into api_keys (id, tenant_id, user_id, name, prefix, key_hash, scopes) select $6, $2, id, $7, $8, $9, $10 from person
            returning id
        )
        select id from minted
        """;

    /// <summary>Runs it. The address is compared without regard to case.</summary>
    public async Task<Result<RegisteredUser>> ExecuteAsync(
        string? email, string? displayName, string? invitationCode, CancellationToken cancellationToken)
    {
        if (!UserDetails.Read(email, displayName).Succeeded(out var details, out var fault))
        {
            return fault;
        }

        if (!(await PlaceAsync(invitationCode, cancellationToken)).Succeeded(out var place, out var refusal))
        {
            return refusal;
        }

        tenant.Enter(place.TenantId);
        var user = new RegisteredUser(Guid.CreateVersion7(), NewKey.Make(hasher, place.Scopes), place.TenantId);
        try
        {
            return await StoreAsync(user, place.InvitationId, details, cancellationToken) ? user : UserFailures.BadInvitation;
        }
        catch (PostgresException exception) when (exception.ConstraintName == UserFailures.OneAddress)
        {
            return UserFailures.EmailTaken(details.Email!);
        }
        catch (PostgresException exception) when (exception.ConstraintName == "pk_users")
        {
            // Run again because its first answer was lost: it is stored.
            return user;
        }
    }

    private async Task<Result<Place>> PlaceAsync(string? invitationCode, CancellationToken cancellationToken)
    {
        if (options.Value.Registration is Registration.Closed)
        {
            return UserFailures.RegistrationClosed;
        }

        if (invitationCode is null)
        {
            return options.Value.Registration is Registration.Open ? Place.Commons : UserFailures.InvitationRequired;
        }

        if (!InvitationFormat.IsWellFormed(invitationCode))
        {
            return UserFailures.BadInvitation;
        }

        var found = await database.QueryAsync(
            FindInvitationSql, [new() { Value = hasher.Hash(invitationCode) }],
            row => new Place(row.GetGuid(1), row.GetFieldValue<string[]>(2), row.GetGuid(0)), cancellationToken);
        return found is [var place] ? place : UserFailures.BadInvitation;
    }

    /// <summary>False when the invitation has no use left.</summary>
    private async Task<bool> StoreAsync(RegisteredUser user, Guid? invitationId, UserDetails details, CancellationToken cancellationToken)
    {
        var minted = await database.QueryAsync(
            Sql,
            [
                new() { Value = user.UserId }, new() { Value = user.TenantId }, OptionalParameter.Of(invitationId),
                OptionalParameter.Of(details.Email), OptionalParameter.Of(details.DisplayName),
                new() { Value = user.Key.Id }, new() { Value = NewKey.FirstName }, new() { Value = user.Key.Prefix }, new() { Value = user.Key.Hash },
                new() { Value = user.Key.Scopes },
            ],
            row => row.GetGuid(0), cancellationToken);
        return minted.Count == 1;
    }

    /// <summary>Where a user comes in, and what they may do there.</summary>
    private sealed record Place(Guid TenantId, string[] Scopes, Guid? InvitationId)
    {
        public static readonly Place Commons = new(Tenant.CommonsId, [.. Users.Scopes.OfContributor], null);
    }
}

/// <summary>A new user with the key, which is shown this once.</summary>
public sealed record RegisteredUser
{
    internal RegisteredUser(Guid userId, NewKey key, Guid tenantId) => (UserId, Key, TenantId) = (userId, key, tenantId);

    internal NewKey Key { get; }

    public string ApiKey => Key.Text;

    public Guid KeyId => Key.Id;

    public Guid UserId { get; }

    public Guid TenantId { get; }

    public IReadOnlyList<string> Scopes => Key.Scopes;
}
