using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;

namespace CommonTrace.Api.Pages.Traces;

/// <summary>Which buttons a page shows to whom. The verbs decide; this only spares people a button that would be refused.</summary>
internal static class TraceRights
{
    public static Caller CallerOf(HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("The page is shown to nobody known: its route requires no scope.");

    public static bool Wrote(this Caller caller, TraceView trace) => trace.ContributorId == caller.UserId;

    public static bool MayChange(this Caller caller, TraceView trace) =>
        caller.May(Scopes.Moderate) || (caller.Wrote(trace) && caller.May(Scopes.Contribute));
}
