using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CommonTrace.Tests.Worker;

/// <summary>Stands between clients and a server; takes the server away from them, and may give it back at the same address.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly string _host;
    private readonly int _port;
    private TcpListener _listener = new(IPAddress.Loopback, 0);
    private CancellationTokenSource _gone = new();
    private Task _accepting;
    private volatile bool _isFrozen;
    private readonly StringBuilder _withheld = new();

    private TcpRelay(string host, int port)
    {
        (_host, _port) = (host, port);
        _listener.Start();
        _accepting = AcceptAsync(_listener, _gone.Token);
        Address = _listener.LocalEndpoint.ToString()!;
    }

    /// <summary>Where clients connect to: <c>host:port</c>.</summary>
    public string Address { get; }

    public static TcpRelay To(string host, int port) => new(host, port);

    /// <summary>Ends all connections, and refuses new ones.</summary>
    public async Task BreakAsync()
    {
        await _gone.CancelAsync();
        _listener.Stop();
        await _accepting;
    }

    /// <summary>Lets clients in again.</summary>
    public void Mend()
    {
        _gone.Dispose();
        _gone = new CancellationTokenSource();
        _listener = new TcpListener(IPEndPoint.Parse(Address));
        _listener.Start();
        _accepting = AcceptAsync(_listener, _gone.Token);
    }

    /// <summary>Keeps all connections, and brings nothing to the server any more.</summary>
    public void Freeze() => _isFrozen = true;

    /// <summary>How often clients have sent this since it froze.</summary>
    public int Withheld(string text)
    {
        lock (_withheld)
        {
            return _withheld.ToString().Split(text).Length - 1;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await BreakAsync();
        _gone.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener, CancellationToken gone)
    {
        var relays = new List<Task>();
        try
        {
            while (true)
            {
                relays.Add(RelayAsync(await listener.AcceptTcpClientAsync(gone), gone));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(relays);
        }
    }

    private async Task RelayAsync(TcpClient client, CancellationToken gone)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(_host, _port, gone);
                await Task.WhenAny(
                    BringAsync(client.GetStream(), server.GetStream(), gone),
                    server.GetStream().CopyToAsync(client.GetStream(), gone));
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // One of the two has gone; so does the other.
            }
        }
    }

    private async Task BringAsync(NetworkStream client, NetworkStream server, CancellationToken gone)
    {
        var bytes = new byte[8192];
        while (await client.ReadAsync(bytes, gone) is > 0 and var read)
        {
            if (!_isFrozen)
            {
                await server.WriteAsync(bytes.AsMemory(0, read), gone);
                continue;
            }

            lock (_withheld)
            {
                _withheld.Append(Encoding.Latin1.GetString(bytes, 0, read));
            }
        }
    }
}
