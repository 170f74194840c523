using System.Text.Unicode;
using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Api.Pages.Contribute;
using CommonTrace.Api.Pages.Moderation;
using CommonTrace.Api.Pages.Operate;
using CommonTrace.Api.Pages.People;
using CommonTrace.Api.Pages.Search;
using CommonTrace.Api.Pages.Shell;
using CommonTrace.Api.Pages.SignIn;
using CommonTrace.Api.Pages.Tags;
using CommonTrace.Api.Pages.Traces;
using CommonTrace.Api.RateLimits;
using CommonTrace.Core;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.WebEncoders;

namespace CommonTrace.Api.Pages;

/// <summary>What people see in a browser: a folder per feature, each with its routes and its components, which call the same verbs as REST and MCP.</summary>
internal static class CommonTracePages
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        // Outside of Development, too, when it is run from where it was built.
        builder.WebHost.UseStaticWebAssets();
        // While developing, a route for changed files would take every path: GET /mcp would be a 404 there, and no 405.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = bool.FalseString;
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddValidated<PagesOptions>(PagesOptions.Section);
        builder.Services.AddRazorComponents();
        builder.Services.AddAntiforgery(options => options.Cookie = new CookieBuilder
        {
            Name = "commontrace.form",
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            SecurePolicy = CookieSecurePolicy.SameAsRequest,
        });
        // Letters of any language as they are: as numbers they would be five times as long.
        builder.Services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new(UnicodeRanges.All));
        builder.Services.AddSingleton<AssetUrls>();
        builder.Services.AddScoped<ReadTracePage>();
        builder.Services.AddScoped<CheckForm>();
        builder.AddPageSession();
        builder.Services.AddOperatePages();
    }

    /// <summary>Refuses forms that were not made for this person by a page of this site.</summary>
    public static void UseFormGuard(this WebApplication app)
    {
        app.UseAntiforgery();
        app.Use((context, next) => context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false } guard || !PageEndpoint.IsFor(context) ? next(context)
            // The token could not be read, for a reason of its own.
            : guard.Error?.InnerException is BadHttpRequestException unreadable ? throw unreadable
            : PageFailures.FormExpired.ToProblem().ExecuteAsync(context));
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets();
        var pages = app.MapGroup("").WithMetadata(new PageEndpoint(), new RequireAntiforgeryTokenAttribute()).ExcludeFromDescription().LimitRate();
        pages.MapSignIn();
        pages.MapOperatePages();

        var readers = pages.MapGroup("").RequireScope(Scopes.Read);
        readers.MapSearchPage();
        readers.MapTagPages();
        readers.MapPeoplePages();
        readers.MapTracePages();
        pages.MapContribute();
        pages.MapEdit();
        pages.MapModerationQueue();
    }
}
