using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Core;
using CommonTrace.Core.RateLimits;
using CommonTrace.Core.Users;
using ModelContextProtocol;

namespace CommonTrace.Api.Mcp.Calls;

/// <summary>What every call of a tool or a resource passes, in this order: key, rate limit, scope, breaker, time limit.</summary>
internal sealed class CallGate(
    IHttpContextAccessor http, TakeToken takeToken, CallBreaker breaker, TimeProvider time, ILogger<CallGate> logger)
{
    /// <summary>Runs the call if nothing is in its way. Whatever fails is a failure, but for protocol errors, which the SDK answers.</summary>
    public async Task<Result<T>> RunAsync<T>(CallPolicy policy, Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        var context = http.HttpContext ?? throw new InvalidOperationException("A call outside of an HTTP request.");
        return await RefusalOfAsync(policy, context, cancellationToken) is { } refusal
            ? refusal
            : await GuardAsync(policy, call, context.TraceIdentifier, cancellationToken);
    }

    private async Task<Failure?> RefusalOfAsync(CallPolicy policy, HttpContext context, CancellationToken cancellationToken)
    {
        if (context.Features.Get<Caller>() is not { } caller)
        {
            return AuthFailures.MissingKey;
        }

        // The operator's key has no bucket. Calls without a key were counted at the door.
        var kind = policy.IsRead ? LimitedCall.Read : LimitedCall.Write;
        return caller.KeyId is { } keyId && await takeToken.ExecuteAsync(kind, keyId.ToString(), cancellationToken) is { IsTaken: false } refused
            ? RateLimitFailures.Exceeded(kind, refused)
            : policy.AnyScopeOf.Any(caller.May) ? null
            : AuthFailures.ScopeMissing(string.Join(" or ", policy.AnyScopeOf));
    }

    private async Task<Result<T>> GuardAsync<T>(
        CallPolicy policy, Func<CancellationToken, ValueTask<T>> call, string requestId, CancellationToken cancellationToken)
    {
        if (!breaker.TryEnter(out var round, out var wait))
        {
            return CallFailures.LeftAlone(wait);
        }

        using var limit = new CancellationTokenSource(policy.Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var end = CallEnd.Abandoned;
        try
        {
            var answer = await call(either.Token);
            end = CallEnd.Answered;
            return answer;
        }
        catch (McpException)
        {
            end = CallEnd.Answered;
            throw;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            (var failure, end) = Read(exception, policy, isTimeUp: limit.IsCancellationRequested, requestId);
            return failure;
        }
        finally
        {
            breaker.Report(round, end);
        }
    }

    private (Failure Failure, CallEnd End) Read(Exception exception, CallPolicy policy, bool isTimeUp, string requestId)
    {
        if (TenantGoneHandler.IsGone(exception))
        {
            return (TenantGoneHandler.Gone, CallEnd.Answered);
        }

        if (isTimeUp)
        {
            logger.LogWarning("A call over MCP was given up after {Limit}, request {RequestId}", policy.Limit, requestId);
            return (CallFailures.TookTooLong(policy), CallEnd.Failed);
        }

        if (DatabaseFaultHandler.IsAway(exception))
        {
            logger.LogWarning("The database is away: {Reason}", exception.GetBaseException().Message);
            return (DatabaseFaultHandler.Away, CallEnd.Failed);
        }

        logger.LogError(exception, "A call over MCP failed, request {RequestId}", requestId);
        return (CallFailures.Unexpected(requestId), CallEnd.Failed);
    }
}
