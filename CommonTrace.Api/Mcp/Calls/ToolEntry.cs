using CommonTrace.Api.Validation;
using CommonTrace.Core;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Users;

namespace CommonTrace.Api.Mcp.Calls;

/// <summary>What REST does before its handler runs: the request is checked by its annotations, then the tenant's quota is spent.</summary>
internal sealed class ToolEntry(Caller caller, SpendQuota spend)
{
    /// <summary>Why the call may not go on; null when it may.</summary>
    /// <param name="request">The request as REST has it.</param>
    /// <param name="use">What the call spends; null for nothing.</param>
    public async Task<Failure?> RefusalOfAsync(object request, QuotaUse? use, CancellationToken cancellationToken) =>
        RequestShape.FaultOf(request) is { } fault ? fault
        : use is { } spent ? await spend.ExecuteAsync(caller, spent, cancellationToken)
        : null;
}
