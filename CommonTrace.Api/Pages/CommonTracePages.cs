using System.Text.Unicode;
using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Api.Pages.Operate;
using CommonTrace.Api.Pages.Search;
using CommonTrace.Api.Pages.Shell;
using CommonTrace.Api.Pages.SignIn;
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
        builder.Services.AddValidated<PagesOptions>(PagesOptions.Section);
        builder.Services.AddRazorComponents();
        builder.Services.AddAntiforgery(options => options.Cookie.Name = "commontrace.form");
        // Letters of any language as they are: as numbers they would be five times as long.
        builder.Services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new(UnicodeRanges.All));
        builder.Services.AddSingleton<AssetUrls>();
        builder.AddPageSession();
        builder.Services.AddOperatePages();
    }

    /// <summary>Refuses forms that were not made for this person by a page of this site.</summary>
    public static void UseFormGuard(this WebApplication app)
    {
        app.UseAntiforgery();
        app.Use((context, next) => context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } && PageEndpoint.IsFor(context)
            ? PageFailures.FormExpired.ToProblem().ExecuteAsync(context)
            : next(context));
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets();
        var pages = app.MapGroup("").WithMetadata(new PageEndpoint(), new RequireAntiforgeryTokenAttribute()).ExcludeFromDescription().LimitRate();
        pages.MapSignIn();
        pages.MapOperatePages();

        var readers = pages.MapGroup("").RequireScope(Scopes.Read);
        readers.MapSearchPage();
    }
}
