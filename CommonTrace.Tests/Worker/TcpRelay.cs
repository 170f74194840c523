using System.Net;
using System.Net.Sockets;

namespace CommonTrace.Tests.Worker;

/// <summary>Stands between a client and a server, and takes the server away when it is disposed.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _gone = new();
    private readonly Task _accepting;

    private TcpRelay(string host, int port)
    {
        _listener.Start();
        _accepting = AcceptAsync(host, port);
    }

    /// <summary>Where clients connect to: <c>host:port</c>.</summary>
    public string Address => _listener.LocalEndpoint.ToString()!;

    public static TcpRelay To(string host, int port) => new(host, port);

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        _listener.Stop();
        await _accepting;
        _gone.Dispose();
    }

    private async Task AcceptAsync(string host, int port)
    {
        var relays = new List<Task>();
        try
        {
            while (true)
            {
                relays.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_gone.Token), host, port));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(relays);
        }
    }

    private async Task RelayAsync(TcpClient client, string host, int port)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(host, port, _gone.Token);
                await Task.WhenAny(
                    client.GetStream().CopyToAsync(server.GetStream(), _gone.Token),
                    server.GetStream().CopyToAsync(client.GetStream(), _gone.Token));
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // One of the two has gone; so does the other.
            }
        }
    }
}
