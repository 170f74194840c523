using System.ComponentModel.DataAnnotations;
using CommonTrace.Api.Validation;
using CommonTrace.Core.Users;

namespace CommonTrace.Api.Keys;

/// <summary>Who registers; all may be left out where registration is open.</summary>
/// <param name="Email">Registered once in a tenant, in whatever case.</param>
/// <param name="DisplayName">What others read beside the traces.</param>
/// <param name="InvitationCode">Leads into the tenant that it was made for.</param>
public sealed record RegisterRequest(
    [property: TextLength(3, 254)] string? Email,
    [property: TextLength(1, KeyLimits.Name)] string? DisplayName,
    [property: TextLength(1, 200)] string? InvitationCode);

/// <summary>The new key, shown this once.</summary>
public sealed record RegisterResponse(
    string ApiKey, Guid KeyId, Guid UserId, Guid TenantId, IReadOnlyList<string> Scopes, bool CanContribute, string Message)
{
    public static RegisterResponse Of(RegisteredUser user) => new(
        user.ApiKey, user.KeyId, user.UserId, user.TenantId, user.Scopes, user.Scopes.Contains(Core.Users.Scopes.Contribute),
        "Keep this key: it is shown only now. Send it as X-API-Key.");
}

/// <summary>What a key is good for.</summary>
public sealed record VerifyResponse(bool Valid, Guid UserId, Guid TenantId, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt);

/// <summary>A key to make.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="ExpiresInDays">How long it lasts; for ever when left out.</param>
public sealed record MintRequest(
    [property: Required(ErrorMessage = "is required."), TextLength(1, KeyLimits.Name)] string? Name,
    IReadOnlyList<string?>? Scopes,
    [property: Range(1, KeyLimits.Days, ErrorMessage = "must be from {1} to {2}.")] int? ExpiresInDays);

/// <summary>The new key, shown this once.</summary>
public sealed record MintResponse(
    string ApiKey, Guid KeyId, string Name, string Prefix, Guid UserId, Guid TenantId, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt,
    string Message)
{
    public static MintResponse Of(MintedKey key) => new(
        key.ApiKey, key.KeyId, key.Name, key.Prefix, key.UserId, key.TenantId, key.Scopes, key.ExpiresAt,
        "Keep this key: it is shown only now. Send it as X-API-Key.");
}

/// <summary>Which keys are to end.</summary>
/// <param name="Prefix">Their first 11 characters, as logs and lists show them.</param>
/// <param name="Reason">Why, for the audit.</param>
public sealed record RevokeRequest(
    [property: Required(ErrorMessage = "is required."), RegularExpression("^ct_[A-Za-z0-9_-]{8}$", ErrorMessage = "must be ct_ and 8 characters; never send the whole key.")]
    string? Prefix,
    [property: TextLength(1, 500)] string? Reason);

/// <summary>The keys that were ended.</summary>
public sealed record RevokeResponse(IReadOnlyList<RevokedKey> Revoked);
