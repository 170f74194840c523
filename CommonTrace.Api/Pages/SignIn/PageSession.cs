using System.Security.Claims;
using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace CommonTrace.Api.Pages.SignIn;

/// <summary>
/// Who looks at a page. The cookie holds the API key, encrypted; each request asks Core whose it is, as at the other doors, so that a key which
/// is revoked ends its sessions too.
/// </summary>
internal static class PageSession
{
    public const string SchemeName = "Pages";
    public const string SignInPath = "/sign-in";
    private const string KeyClaim = "key";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    public static void AddPageSession(this WebApplicationBuilder builder)
    {
        builder.Services.AddDataProtection().SetApplicationName("CommonTrace");
        builder.Services.AddSingleton<IXmlRepository, StoredProtectionKeys>();
        builder.Services.AddOptions<KeyManagementOptions>().Configure<IXmlRepository>((options, keys) => options.XmlRepository = keys);
        builder.Services.AddAuthentication().AddCookie(SchemeName, options =>
        {
            options.Cookie.Name = "commontrace";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.ExpireTimeSpan = Lifetime;
            options.Events.OnValidatePrincipal = EnterAsync;
            options.Events.OnRedirectToLogin = AskToSignIn;
            options.Events.OnRedirectToAccessDenied = RefuseAsync;
        });
    }

    /// <summary>Gives those without a key a look at <c>commons</c>, where <c>Pages:Public</c> says so. After the rate limits: they are limited by address.</summary>
    public static void UseVisitors(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<PagesOptions>>().Value.Public)
        {
            return;
        }

        app.Use((context, next) =>
        {
            if (context.Features.Get<Caller>() is null && context.GetEndpoint()?.Metadata.GetMetadata<PageEndpoint>() is not null)
            {
                var visitor = new Caller(Guid.Empty, Tenant.CommonsId, [Scopes.Read], ExpiresAt: null);
                context.Features.Set(visitor);
                context.User = PrincipalOf(visitor, name: null);
                context.RequestServices.GetRequiredService<TenantContext>().Enter(visitor.TenantId);
            }

            return next(context);
        });
    }

    /// <summary>Remembers a key in the browser's cookie.</summary>
    /// <param name="name">What the pages call its holder.</param>
    public static Task SignInAsync(HttpContext context, string key, string name)
    {
        var identity = new ClaimsIdentity([new Claim(KeyClaim, key), new Claim(ClaimTypes.Name, name)], SchemeName);
        return context.SignInAsync(SchemeName, new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = true });
    }

    public static bool IsSignedIn(HttpContext context) => context.User.FindFirst(ClaimTypes.Name) is not null;

    /// <summary>What the pages call the person; empty for visitors.</summary>
    public static string NameOf(HttpContext context) => context.User.FindFirstValue(ClaimTypes.Name) ?? "";

    private static async Task EnterAsync(CookieValidatePrincipalContext context)
    {
        var (key, name) = (context.Principal?.FindFirstValue(KeyClaim), context.Principal?.FindFirstValue(ClaimTypes.Name));
        var authenticate = context.HttpContext.RequestServices.GetRequiredService<AuthenticateKey>();
        if (key is null || !(await authenticate.ExecuteAsync(key, tenantId: null, context.HttpContext.RequestAborted)).Succeeded(out var caller, out _))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(SchemeName);
            return;
        }

        context.HttpContext.Features.Set(caller);
        context.ReplacePrincipal(PrincipalOf(caller, name));
    }

    // The framework's own answer is a bare 401 where a handler may answer JSON.
    private static Task AskToSignIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.Redirect($"{SignInPath}?return={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}");
        return Task.CompletedTask;
    }

    private static Task RefuseAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (!IsSignedIn(context.HttpContext))
        {
            return AskToSignIn(context);
        }

        var scope = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>()?.Name;
        return AuthFailures.ScopeMissing(scope).ToProblem().ExecuteAsync(context.HttpContext);
    }

    private static ClaimsPrincipal PrincipalOf(Caller caller, string? name)
    {
        var identity = new ClaimsIdentity(caller.Scopes.Select(scope => new Claim("scope", scope)), SchemeName);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, caller.UserId.ToString()));
        if (name is not null)
        {
            identity.AddClaim(new Claim(ClaimTypes.Name, name));
        }

        return new ClaimsPrincipal(identity);
    }
}
