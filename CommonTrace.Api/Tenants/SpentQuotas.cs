using CommonTrace.Api.Errors;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Users;

namespace CommonTrace.Api.Tenants;

/// <summary>How an endpoint says what it uses of the caller's tenant.</summary>
internal static class SpentQuotas
{
    /// <summary>Refuses the call when the tenant's quotas are used up: 403 <c>quota.traces</c>, 429 <c>quota.writes</c> or <c>quota.embedding_tokens</c>.</summary>
    public static RouteHandlerBuilder SpendsQuota(this RouteHandlerBuilder endpoint, QuotaUse use = QuotaUse.Write) =>
        endpoint.AddEndpointFilter(async (context, next) =>
        {
            var call = context.HttpContext;
            var caller = call.Features.Get<Caller>() ?? throw new InvalidOperationException("The endpoint spends quota and requires no scope.");
            var refusal = await call.RequestServices.GetRequiredService<SpendQuota>().ExecuteAsync(caller, use, call.RequestAborted);
            return refusal is null ? await next(context) : refusal.ToProblem();
        });
}
