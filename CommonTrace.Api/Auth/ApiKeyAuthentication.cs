using CommonTrace.Api.Pages;
using CommonTrace.Api.Pages.SignIn;
using CommonTrace.Core.Users;
using CommonTrace.ServiceDefaults;
using Microsoft.AspNetCore.Authentication;

namespace CommonTrace.Api.Auth;

/// <summary>The scheme, a policy for each scope, and how an endpoint asks for one.</summary>
internal static class ApiKeyAuthentication
{
    private const string ByEndpoint = "ByEndpoint";

    public static void AddApiKeyAuthentication(this WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication(ByEndpoint)
            .AddPolicyScheme(ByEndpoint, displayName: null, options => options.ForwardDefaultSelector = SchemeOf)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthenticationHandler>(ApiKeyAuthenticationHandler.SchemeName, configureOptions: null);
        var authorization = builder.Services.AddAuthorizationBuilder();
        foreach (var scope in Scopes.All)
        {
            authorization.AddPolicy(scope, policy => policy.RequireClaim("scope", scope));
        }
    }

    // A browser sends its cookie with whatever another site has it ask for: only pages look at it, and only they guard their forms.
    private static string SchemeOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<PageEndpoint>() is null ? ApiKeyAuthenticationHandler.SchemeName : PageSession.SchemeName;

    /// <summary>Lets in only keys with this scope: 401 without a key, 403 without the scope.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, string scope)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(scope).WithMetadata(new RequiredScope(scope));

    /// <summary>Lets in keys with either of two scopes.</summary>
    public static TBuilder RequireEitherScope<TBuilder>(this TBuilder builder, string scope, string other)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(policy => policy.RequireClaim("scope", scope, other)).WithMetadata(new RequiredScope($"{scope} or {other}"));

    /// <summary>Lets in calls without a key; one that is wrong, revoked or expired is refused with 401.</summary>
    public static TBuilder AllowWithoutKey<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.RequireAuthorization(policy => policy.RequireAssertion(async context =>
            // The second time in a request it is what it was the first.
            context.Resource is HttpContext request && (await request.AuthenticateAsync()).Failure is null));

    /// <summary>Lets in callers on this machine, and keys with this scope from anywhere.</summary>
    public static void RequireLoopbackOrScope(this IEndpointConventionBuilder builder, string scope) =>
        builder.WithMetadata(new RequiredScope(scope)).RequireAuthorization(policy => policy.RequireAssertion(context =>
            context.User.HasClaim("scope", scope) || (context.Resource is HttpContext request && MetricsEndpoint.IsLoopback(request))));
}

/// <summary>The scope that an endpoint asks for.</summary>
internal sealed record RequiredScope(string Name);

/// <summary>Binds the authenticated caller as a handler's parameter.</summary>
internal sealed record CurrentCaller(Caller Caller)
{
    public static ValueTask<CurrentCaller?> BindAsync(HttpContext context) => ValueTask.FromResult<CurrentCaller?>(
        new CurrentCaller(context.Features.Get<Caller>() ?? throw new InvalidOperationException("The endpoint takes a caller and requires no scope.")));
}
