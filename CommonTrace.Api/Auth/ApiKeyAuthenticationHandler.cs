using System.Security.Claims;
using System.Text.Encodings.Web;
using CommonTrace.Api.Errors;
using CommonTrace.Api.Mcp;
using CommonTrace.Core;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace CommonTrace.Api.Auth;

/// <summary>Reads the key from <c>X-API-Key</c> or <c>Authorization: Bearer</c>, and asks Core whose it is.</summary>
internal sealed class ApiKeyAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AuthenticateKey authenticate)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";
    private const string Bearer = "Bearer ";

    private Failure? _refusal;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // A call that asks for no key is not refused, or kept waiting, for the one it happens to carry.
        if (Context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is null || ReadKey() is not { } key)
        {
            return AuthenticateResult.NoResult();
        }

        if (!TryReadTenant(out var tenantId))
        {
            _refusal = Failure.Field("X-Tenant-ID", "the header is not a UUID.");
            return AuthenticateResult.Fail(_refusal.Detail);
        }

        var answer = await authenticate.ExecuteAsync(key, tenantId, Context.RequestAborted);
        if (!answer.Succeeded(out var caller, out _refusal))
        {
            return AuthenticateResult.Fail(_refusal.Detail);
        }

        // By it a leaked key is found among the requests, as by the log's lines.
        Context.Features.Get<IHttpActivityFeature>()?.Activity.SetTag("commontrace.key_prefix", caller.KeyId is null ? "operator" : ApiKeyFormat.ShownPrefix(key));
        Context.Features.Set(caller);
        var identity = new ClaimsIdentity(caller.Scopes.Select(scope => new Claim("scope", scope)), Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var refusal = _refusal ?? AuthFailures.MissingKey;
        if (refusal.Kind is FailureKind.Unauthenticated)
        {
            var metadata = Context.GetEndpoint()?.Metadata.GetMetadata<NamesItsMetadata>() is null ? "" : $", resource_metadata=\"{ProtectedResource.MetadataUrl(Request)}\"";
            Response.Headers.WWWAuthenticate = refusal.Code == "auth.missing_key" ? "Bearer" : $"Bearer error=\"invalid_token\"{metadata}";
        }

        return refusal.ToProblem().ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var scope = Context.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>()?.Name;
        return AuthFailures.ScopeMissing(scope).ToProblem().ExecuteAsync(Context);
    }

    private string? ReadKey()
    {
        if (Request.Headers["X-API-Key"] is [{ Length: > 0 } key])
        {
            return key;
        }

        return Request.Headers.Authorization is [{ } authorization] && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? authorization[Bearer.Length..].Trim()
            : null;
    }

    private bool TryReadTenant(out Guid? tenantId)
    {
        tenantId = null;
        // Two of them become one text that is no UUID: whoever is unsure of the tenant is told so.
        var text = Request.Headers["X-Tenant-ID"].ToString();
        if (text.Length == 0)
        {
            return true;
        }

        if (!Guid.TryParse(text, out var id))
        {
            return false;
        }

        tenantId = id;
        return true;
    }
}
