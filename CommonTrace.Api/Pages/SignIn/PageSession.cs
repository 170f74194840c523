using System.Security.Claims;
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
/// Who looks at a page. The cookie holds the API key, encrypted, and the tenant that an operator chose; each request asks Core whose the key is,
/// as at the other doors, so that a key which is revoked ends its sessions too.
/// </summary>
internal static class PageSession
{
    public const string SchemeName = "Pages";
    private const string Key = "key";
    private const string ChosenTenant = "tenant";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    public static void AddPageSession(this WebApplicationBuilder builder)
    {
        builder.Services.AddDataProtection().SetApplicationName("CommonTrace");
        // It would read the keys before the database is migrated, and log that as an error: they are read when a page first needs them.
        foreach (var loader in builder.Services.Where(service => service.ImplementationType?.Name == "DataProtectionHostedService").ToList())
        {
            builder.Services.Remove(loader);
        }

        // It warns that keys are stored as they are: so they are, in a database that only the services read.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
        builder.Services.AddSingleton<IXmlRepository, StoredProtectionKeys>();
        builder.Services.AddOptions<KeyManagementOptions>().Configure<IXmlRepository>((options, keys) => options.XmlRepository = keys);
        builder.Services.AddAuthentication().AddCookie(SchemeName, options =>
        {
            options.Cookie.Name = "commontrace";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.ExpireTimeSpan = Lifetime;
            options.Events.OnValidatePrincipal = EnterAsync;
            options.Events.OnRedirectToLogin = SignInChallenge.AskToSignIn;
            options.Events.OnRedirectToAccessDenied = SignInChallenge.RefuseAsync;
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
            // Whose session ended is told so, once, before they go on as a visitor.
            if (context.Features.Get<Caller>() is null && context.Features.Get<EndedSession>() is null
                && context.GetEndpoint()?.Metadata.GetMetadata<PageEndpoint>() is not null)
            {
                var visitor = new Caller(Guid.Empty, Tenant.CommonsId, [Scopes.Read], ExpiresAt: null);
                Enter(context, visitor);
                context.RequestServices.GetRequiredService<TenantContext>().Enter(visitor.TenantId);
            }

            return next(context);
        });
    }

    /// <summary>Remembers a key in the browser's cookie, in place of any other; the rest of the request is the new person's.</summary>
    /// <param name="caller">Whose key it is.</param>
    /// <param name="name">What the pages call its holder.</param>
    /// <param name="tenantId">The tenant that they asked to work in; null for their own.</param>
    public static async Task SignInAsync(HttpContext context, string key, Caller caller, string name, Guid? tenantId)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], SchemeName);
        var properties = new AuthenticationProperties { IsPersistent = true, Items = { [Key] = key, [ChosenTenant] = tenantId?.ToString() } };
        await context.SignInAsync(SchemeName, new ClaimsPrincipal(identity), properties);
        Enter(context, caller, name, tenantId);
    }

    /// <summary>The key that this browser is signed in with; null when it is not.</summary>
    public static async Task<string?> KeyOfAsync(HttpContext context) => (await context.AuthenticateAsync(SchemeName)).Properties?.Items[Key];

    public static bool IsSignedIn(HttpContext context) => context.User.FindFirst(ClaimTypes.Name) is not null;

    /// <summary>What the pages call the person; empty for visitors.</summary>
    public static string NameOf(HttpContext context) => context.User.FindFirstValue(ClaimTypes.Name) ?? "";

    /// <summary>The tenant that an operator chose to work in; null for their own.</summary>
    public static string? ChosenTenantOf(HttpContext context) => context.User.FindFirstValue(ChosenTenant);

    private static async Task EnterAsync(CookieValidatePrincipalContext context)
    {
        var (http, items) = (context.HttpContext, context.Properties.Items);
        var tenantId = Guid.TryParse(items[ChosenTenant], out var chosen) ? chosen : (Guid?)null;
        var answer = await http.RequestServices.GetRequiredService<AuthenticateKey>().ExecuteAsync(items[Key]!, tenantId, http.RequestAborted);
        if (!answer.Succeeded(out var caller, out _))
        {
            context.RejectPrincipal();
            await http.SignOutAsync(SchemeName);
            http.Features.Set(new EndedSession());
            return;
        }

        context.ReplacePrincipal(Enter(http, caller, context.Principal!.FindFirstValue(ClaimTypes.Name), tenantId));
    }

    private static ClaimsPrincipal Enter(HttpContext context, Caller caller, string? name = null, Guid? tenantId = null)
    {
        var identity = new ClaimsIdentity(caller.Scopes.Select(scope => new Claim("scope", scope)), SchemeName);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, caller.UserId.ToString()));
        identity.AddClaims(new[] { (ClaimTypes.Name, name), (ChosenTenant, tenantId?.ToString()) }
            .Where(claim => claim.Item2 is not null).Select(claim => new Claim(claim.Item1, claim.Item2!)));
        context.Features.Set(caller);
        return context.User = new ClaimsPrincipal(identity);
    }
}

/// <summary>That the browser's key is no longer good for its session: it was signed out by this request.</summary>
internal sealed record EndedSession;
