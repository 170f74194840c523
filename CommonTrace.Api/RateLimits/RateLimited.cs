using CommonTrace.Core.RateLimits;
using CommonTrace.Core.Users;

namespace CommonTrace.Api.RateLimits;

/// <summary>What a call of an endpoint counts as; the last said of an endpoint holds.</summary>
/// <param name="Call">Null tells it by the HTTP method.</param>
internal sealed record RateLimited(LimitedCall? Call)
{
    /// <summary>What the call counts as, and in whose bucket; no bucket for the operator's key, nor for one where only calls without are limited.</summary>
    public (LimitedCall Call, string? Bucket) Of(HttpContext context)
    {
        if (Call is LimitedCall.Registration)
        {
            return (LimitedCall.Registration, ClientAddress.Of(context));
        }

        if (context.Features.Get<Caller>() is not { } caller)
        {
            return (LimitedCall.Anonymous, ClientAddress.Of(context));
        }

        return Call is LimitedCall.Anonymous ? (LimitedCall.Anonymous, null) : (Call ?? ByMethod(context.Request.Method), caller.KeyId?.ToString());
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

    /// <summary>Limits the calls without a key; those with one are limited by what they do.</summary>
    public static TBuilder LimitRateWithoutKey<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RateLimited(LimitedCall.Anonymous));

    /// <summary>Counts in the bucket of registrations from the caller's address, whoever calls.</summary>
    public static TBuilder CountsAsRegistration<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RateLimited(LimitedCall.Registration));
}
