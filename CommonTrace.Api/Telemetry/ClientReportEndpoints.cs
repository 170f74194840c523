using CommonTrace.Api.Auth;
using CommonTrace.Core.Telemetry;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommonTrace.Api.Telemetry;

/// <summary>What the public clients report of themselves. It is counted, in the metric <c>commontrace.client.reports</c>, and nothing of it is kept.</summary>
internal static class ClientReportEndpoints
{
    public static void MapClientReports(this RouteGroupBuilder api)
    {
        var reports = api.MapGroup("/telemetry").WithTags("Telemetry").RequireScope(Scopes.Read);
        reports.MapPost("/install", (InstallRequest? report) => Counted("install")).WithSummary("Say that a client was installed");
        reports.MapPost("/triggers", (TriggersRequest? report) => Counted("triggers")).WithSummary("Say how often a client looked something up");
        reports.MapPost("/savings", (SavingsRequest? report) => Counted("savings")).WithSummary("Say what a client's user was spared");
        reports.MapPost("/ping", () => CountedSilently("ping")).WithSummary("Say that a client is in use");
    }

    private static Created<ReportResponse> Counted(string kind)
    {
        Count(kind);
        return TypedResults.Created((string?)null, new ReportResponse("ok"));
    }

    private static NoContent CountedSilently(string kind)
    {
        Count(kind);
        return TypedResults.NoContent();
    }

    private static void Count(string kind) => CommonTraceTelemetry.ClientReports.Add(1, new KeyValuePair<string, object?>("kind", kind));
}
