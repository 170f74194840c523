using CommonTrace.Core;

namespace CommonTrace.Api.Auth;

/// <summary>Why a call is not let in, at every door.</summary>
internal static class AuthFailures
{
    public static readonly Failure MissingKey = new(
        FailureKind.Unauthenticated, "auth.missing_key", "Send an API key in X-API-Key or as a bearer token; register one with POST /api/v1/keys.");

    public static Failure ScopeMissing(string? scope) => new(FailureKind.Forbidden, "auth.scope_missing", $"This call needs a key with the scope {scope}.");
}
