using CommonTrace.Core.RateLimits;
using CommonTrace.Core.Users;

namespace CommonTrace.Api.RateLimits;

/// <summary>What a call of an endpoint counts as; the last said of an endpoint holds.</summary>
/// <param name="Call">Null tells it by the HTTP method.</param>
internal sealed record RateLimited(LimitedCall? Call)
{
    /// <summary>What the call counts as, and in whose bucket; no bucket for the operator's key.</summary>
    public (LimitedCall Call, string? Bucket) Of(HttpContext context)
    {
        if (Call is LimitedCall.Registration)
        {
            return (LimitedCall.Registration, ClientAddress.Of(context));
        }

        return context.Features.Get<Caller>() is { } caller
            ? (Call ?? ByMethod(context.Request.Method), caller.KeyId?.ToString())
            : (LimitedCall.Anonymous, ClientAddress.Of(context));
    }

    private static LimitedCall ByMethod(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? LimitedCall.Read : LimitedCall.Write;
}

/// <summary>How endpoints say what they count as.</summary>
internal static class RateLimitedEndpoints
{
    /// <summary>Limits the calls of these endpoints; GET and HEAD count as reads, the others as writes.</summary>
    public static TBuilder LimitRate<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RateLimited(Call: null));

    /// <summary>Counts as a read although it is sent as a POST.</summary>
    public static TBuilder CountsAsRead<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RateLimited(LimitedCall.Read));

    /// <summary>Counts in the bucket of registrations from the caller's address, whoever calls.</summary>
    public static TBuilder CountsAsRegistration<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RateLimited(LimitedCall.Registration));
}
