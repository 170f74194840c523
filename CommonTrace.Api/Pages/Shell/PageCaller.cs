using CommonTrace.Core.Users;

namespace CommonTrace.Api.Pages.Shell;

/// <summary>What a page may offer to who looks at it.</summary>
internal static class PageCaller
{
    public static bool May(this HttpContext context, string scope) => context.Features.Get<Caller>()?.May(scope) is true;
}
