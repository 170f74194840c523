using CommonTrace.Api.Mcp;
using CommonTrace.Api.Pages;
using CommonTrace.Core.Data;

namespace CommonTrace.Api.Errors;

/// <summary>Until the newest migration is there, the API answers 503 with the reason; health and metrics answer at once.</summary>
internal static class DatabaseGateMiddleware
{
    public static void UseDatabaseGate(this WebApplication app)
    {
        var gate = app.Services.GetRequiredService<DatabaseGate>();
        app.UseWhen(
            context => gate.Obstacle is not null
                && (context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments(McpDoor.Path) || PageEndpoint.IsFor(context)),
            branch => branch.Run(context =>
            {
                context.Response.Headers.RetryAfter = "2";
                return ProblemResults.Problem(503, "server.starting", $"CommonTrace is starting: {gate.Obstacle}.").ExecuteAsync(context);
            }));
    }
}
