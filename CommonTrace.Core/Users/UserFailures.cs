namespace CommonTrace.Core.Users;

/// <summary>What can be expected to fail about users and their keys.</summary>
public static class UserFailures
{
    public static readonly Failure BadKey = new(
        FailureKind.Unauthenticated, "auth.invalid_key",
        "The API key is not known, was revoked, or has expired; register one with POST /api/v1/keys.");

    public static readonly Failure OtherTenant = new(
        FailureKind.Forbidden, "auth.other_tenant", "This key belongs to another tenant; only an operator may name one by X-Tenant-ID.");

    public static readonly Failure RegistrationClosed = new(
        FailureKind.Forbidden, "registration.closed", "Registration is closed on this server; ask its operator for a key.");

    public static Failure EmailTaken(string email) => new(
        FailureKind.Conflict, "user.email_taken", $"{email} is registered already; use its key, or ask the operator for a new one.");
}
