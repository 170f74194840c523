using System.Net;
using System.Net.Sockets;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace CommonTrace.Api.RateLimits;

/// <summary>Where a call comes from: the connection's far end, or what the known proxies on the way say of it.</summary>
internal static class ClientAddress
{
    private const int BytesOfNetwork = 8;

    public static void AddClientAddresses(this WebApplicationBuilder builder) => builder.Services.AddOptions<ForwardedHeadersOptions>()
        .Configure<IOptions<AuthOptions>>((options, auth) =>
        {
            // With no proxy known, the framework believes everybody.
            options.ForwardedHeaders = auth.Value.KnownProxies.Count > 0 ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto : ForwardedHeaders.None;
            options.ForwardLimit = null;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in auth.Value.KnownProxies.Select(AuthOptions.NetworkOf).OfType<System.Net.IPNetwork>())
            {
                options.KnownIPNetworks.Add(network);
            }
        });

    /// <summary>The address; of IPv6 the network of 64 bits, which is one customer's.</summary>
    public static string Of(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } address => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } address => $"{NetworkOf(address)}/64",
        var address => address.ToString(),
    };

    private static IPAddress NetworkOf(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(BytesOfNetwork).Clear();
        return new IPAddress(bytes);
    }
}
