using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Authentication;

namespace CommonTrace.Api.Auth;

/// <summary>The scheme, a policy for each scope, and how an endpoint asks for one.</summary>
internal static class ApiKeyAuthentication
{
    public static void AddApiKeyAuthentication(this WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication(ApiKeyAuthenticationHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthenticationHandler>(ApiKeyAuthenticationHandler.SchemeName, configureOptions: null);
        var authorization = builder.Services.AddAuthorizationBuilder();
        foreach (var scope in Scopes.All)
        {
            authorization.AddPolicy(scope, policy => policy.RequireClaim("scope", scope));
        }
    }

    /// <summary>Lets in only keys with this scope: 401 without a key, 403 without the scope.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, string scope)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(scope).WithMetadata(new RequiredScope(scope));
}

/// <summary>The scope that an endpoint asks for.</summary>
internal sealed record RequiredScope(string Name);

/// <summary>Binds the authenticated caller as a handler's parameter.</summary>
internal sealed record CurrentCaller(Caller Caller)
{
    public static ValueTask<CurrentCaller?> BindAsync(HttpContext context) => ValueTask.FromResult<CurrentCaller?>(
        new CurrentCaller(context.Features.Get<Caller>() ?? throw new InvalidOperationException("The endpoint takes a caller and requires no scope.")));
}
