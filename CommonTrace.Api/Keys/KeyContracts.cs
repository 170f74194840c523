using CommonTrace.Api.Validation;

namespace CommonTrace.Api.Keys;

/// <summary>Who registers; both may be left out.</summary>
public sealed record RegisterRequest(
    [property: TextLength(3, 254)] string? Email,
    [property: TextLength(1, 100)] string? DisplayName);

/// <summary>The new key, shown this once.</summary>
public sealed record RegisterResponse(
    string ApiKey, Guid KeyId, Guid UserId, Guid TenantId, IReadOnlyList<string> Scopes, bool CanContribute, string Message);

/// <summary>What a key is good for.</summary>
public sealed record VerifyResponse(bool Valid, Guid UserId, Guid TenantId, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt);
