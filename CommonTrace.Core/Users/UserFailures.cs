namespace CommonTrace.Core.Users;

/// <summary>What can be expected to fail about users and their keys.</summary>
public static class UserFailures
{
    /// <summary>The index by which an address is registered once in a tenant.</summary>
    internal const string OneAddress = "ix_users_tenant_id_email";

    public static readonly Failure BadKey = new(
        FailureKind.Unauthenticated, "auth.invalid_key",
        "The API key is not known, was revoked, or has expired; register one with POST /api/v1/keys.");

    public static readonly Failure OtherTenant = new(
        FailureKind.Forbidden, "auth.other_tenant", "This key belongs to another tenant; only an operator may name one by X-Tenant-ID.");

    public static readonly Failure RegistrationClosed = new(
        FailureKind.Forbidden, "registration.closed", "Registration is closed on this server; ask its operator for a key.");

    public static readonly Failure InvitationRequired = new(
        FailureKind.Forbidden, "registration.invitation_required", "This server registers people with an invitation only; send its invitation_code.");

    public static readonly Failure BadInvitation = new(
        FailureKind.Forbidden, "registration.invitation_invalid", "The invitation_code is not known, was used up, or has expired; ask for another.");

    public static readonly Failure AwayFromHome = new(
        FailureKind.Conflict, "key.other_tenant", "Keys are made in the tenant that their user belongs to; leave X-Tenant-ID out.");

    public static Failure KeyNotFound(Guid id) => new(
        FailureKind.NotFound, "key.not_found", $"You have no key {id}; GET /api/v1/me/keys lists yours.");

    public static Failure PrefixNotFound(string prefix) => new(
        FailureKind.NotFound, "key.not_found", $"No key that still works begins with {prefix}.");

    public static Failure NotFound(Guid id) => new(FailureKind.NotFound, "user.not_found", $"There is no user {id}.");

    public static Failure ScopeBeyondOwn(string scope) => new(
        FailureKind.Forbidden, "auth.scope_missing", $"A key can pass on only what it may itself, and this one lacks the scope {scope}.");

    public static Failure EmailTaken(string email) => new(
        FailureKind.Conflict, "user.email_taken", $"{email} is registered already; use its key, or ask the operator for a new one.");
}
