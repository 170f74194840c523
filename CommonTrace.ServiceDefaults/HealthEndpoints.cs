using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CommonTrace.ServiceDefaults;

/// <summary>
/// <c>/health</c> runs every check, <c>/alive</c> those tagged <c>live</c>. Degraded still answers 200, down 503. A check that is
/// registered with <c>failureStatus: HealthStatus.Degraded</c> never takes the host down.
/// </summary>
internal static class HealthEndpoints
{
    public const string Health = "/health";
    public const string Alive = "/alive";
    public const string LiveTag = "live";

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks(Health, new() { ResponseWriter = WriteAsync })
            .AllowAnonymous().DisableRateLimiting().DisableHttpMetrics();
        endpoints.MapHealthChecks(Alive, new() { ResponseWriter = WriteAsync, Predicate = check => check.Tags.Contains(LiveTag) })
            .AllowAnonymous().DisableRateLimiting().DisableHttpMetrics();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(
            new
            {
                status = Word(report.Status),
                version = ServerVersion.Current,
                checks = report.Entries.ToDictionary(
                    entry => entry.Key,
                    entry => new
                    {
                        status = Word(entry.Value.Status),
                        description = Description(entry.Value),
                        duration_ms = Math.Round(entry.Value.Duration.TotalMilliseconds, 1),
                    }),
            },
            context.RequestAborted);

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "ok",
        HealthStatus.Degraded => "degraded",
        _ => "down",
    };

    // The framework puts the message of a thrown exception here, which may name hosts, users and keys; it is in the log as well.
    private static string? Description(HealthReportEntry entry) =>
        entry.Exception is { } exception && entry.Description == exception.Message
            ? "The check failed; the log says why."
            : entry.Description;
}
