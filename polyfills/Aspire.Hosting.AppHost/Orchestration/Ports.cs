using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Gives every endpoint of every replica its port, for the whole run: a restart comes back at the same address.</summary>
internal static class Ports
{
    // Applications in one process must not be handed the same port before they listen on it.
    private static readonly ConcurrentDictionary<int, bool> Given = [];

    public static void Allocate(IResource resource, bool random)
    {
        var replicas = resource.GetReplicaCount();
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
        {
            var isFixed = endpoint.Port is > 0 && replicas == 1 && !random;
            endpoint.ReplicaPorts = isFixed
                ? [Fixed(resource, endpoint)]
                : [.. Enumerable.Range(0, replicas).Select(_ => Free())];
            endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, endpoint.ReachableHost, endpoint.ReplicaPorts[0]);
        }
    }

    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int Fixed(IResource resource, EndpointAnnotation endpoint) => IsFree(endpoint.Port!.Value)
        ? endpoint.Port.Value
        : throw new DistributedApplicationException(
            $"Port {endpoint.Port} of '{resource.Name}' (endpoint '{endpoint.Name}') is taken by another program. Stop that program, or "
            + (resource is ProjectResource
                ? "choose another port: where AppHost.cs gives this endpoint its port, or in the project's Properties/launchSettings.json."
                : "choose another port where the resource is added in AppHost.cs."));

    private static int Free()
    {
        while (true)
        {
            // Below the range that the system gives to outgoing connections: a client that tries to reach a stopped server on a port of
            // that range can be given the very port, connect to itself, and keep the server from coming back.
            var port = Random.Shared.Next(20_000, 32_000);
            if (IsFree(port) && Given.TryAdd(port, true))
            {
                return port;
            }
        }
    }
}
