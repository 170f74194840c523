using CommonTrace.Core;
using Microsoft.AspNetCore.Diagnostics;
using Npgsql;

namespace CommonTrace.Api.Errors;

/// <summary>A request that wrote into a tenant which was deleted meanwhile: 404. Nothing of it was stored.</summary>
internal sealed class TenantGoneHandler : IExceptionHandler
{
    public static readonly Failure Gone = new(
        FailureKind.NotFound, "tenant.not_found", "The tenant that this call works in was deleted, and its keys with it; nothing was stored.");

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!IsGone(exception))
        {
            return false;
        }

        var result = Gone.ToProblem();
        httpContext.Response.StatusCode = result.StatusCode;
        await result.ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>Whether a row was refused because its tenant is not there.</summary>
    public static bool IsGone(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation, ConstraintName: { } name } => name.EndsWith("_tenant_id", StringComparison.Ordinal),
        { InnerException: { } inner } => IsGone(inner),
        _ => false,
    };
}
