using CommonTrace.Core.Users;

namespace CommonTrace.Api.Keys;

/// <summary>Who calls, and with which key.</summary>
/// <param name="UserId">The user.</param>
/// <param name="TenantId">The tenant that the call works in.</param>
/// <param name="DisplayName">Null when they gave none.</param>
/// <param name="Email">Null when they gave none.</param>
/// <param name="Scopes">What the key may do.</param>
/// <param name="KeyId">The key; null for the operator's, which is configured.</param>
/// <param name="ExpiresAt">When the key ends; null for never.</param>
/// <param name="CreatedAt">When the user registered; null for an operator in another tenant.</param>
public sealed record MeResponse(
    Guid UserId, Guid TenantId, string? DisplayName, string? Email, IReadOnlyList<string> Scopes, Guid? KeyId, DateTimeOffset? ExpiresAt,
    DateTimeOffset? CreatedAt)
{
    public static MeResponse Of(Profile profile) => new(
        profile.Caller.UserId, profile.Caller.TenantId, profile.DisplayName, profile.Email, profile.Caller.Scopes, profile.Caller.KeyId,
        profile.Caller.ExpiresAt, profile.CreatedAt);
}

/// <summary>A page of one's keys, the newest first.</summary>
public sealed record KeysResponse(IReadOnlyList<KeyView> Keys, string? NextCursor);
