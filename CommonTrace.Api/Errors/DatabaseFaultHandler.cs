using CommonTrace.Core;
using Microsoft.AspNetCore.Diagnostics;
using Npgsql;

namespace CommonTrace.Api.Errors;

/// <summary>A request that met a database which is away or takes no connections: 503, and when to come again. Nothing was stored.</summary>
internal sealed class DatabaseFaultHandler(ILogger<DatabaseFaultHandler> logger) : IExceptionHandler
{
    public static readonly Failure Away = new(
        FailureKind.Unavailable, "database.unavailable", "The database does not answer at the moment; try again in a few seconds.", RetryAfter: TimeSpan.FromSeconds(5));

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!IsAway(exception))
        {
            return false;
        }

        logger.LogWarning("The database is away: {Reason}", exception.GetBaseException().Message);
        var result = Away.ToProblem();
        httpContext.Response.StatusCode = result.StatusCode;
        await result.ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>Whether the database, and not the request, is at fault.</summary>
    public static bool IsAway(Exception exception) => exception switch
    {
        // Connection exceptions, resources used up, shutting down or not accepting connections, dropped.
        PostgresException { SqlState: ['0', '8', ..] or ['5', '3', ..] or ['5', '7', 'P', ..] or "55000" or "3D000" } => true,
        PostgresException => false,
        NpgsqlException => true,
        { InnerException: { } inner } => IsAway(inner),
        _ => false,
    };
}
