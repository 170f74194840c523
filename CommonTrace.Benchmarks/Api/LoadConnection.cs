using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace CommonTrace.Benchmarks.Api;

/// <summary>
/// One HTTP/1.1 connection that sends requests made beforehand and looks no further into an answer than its end: a client that shares the
/// processor with the server should take as little of it as it can.
/// </summary>
internal sealed class LoadConnection : IDisposable
{
    private const int HeaderNotEnded = -1;

    private readonly TcpClient _client = new() { NoDelay = true };
    private byte[] _buffer = new byte[64 * 1024];
    private int _length;

    /// <summary>A request, ready to be sent.</summary>
    public static byte[] Request(Uri address, string method, string path, string? key, byte[]? body = null)
    {
        var head = new StringBuilder($"{method} {path} HTTP/1.1\r\nHost: {address.Authority}\r\n");
        if (key is not null)
        {
            head.Append(CultureInfo.InvariantCulture, $"X-API-Key: {key}\r\n");
        }

        if (body is not null)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n");
        }

        return [.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. body ?? []];
    }

    public Task ConnectAsync(Uri address) => _client.ConnectAsync(address.Host, address.Port);

    /// <summary>Sends a request and waits for the whole answer; answers its status.</summary>
    public async Task<int> SendAsync(byte[] request)
    {
        var stream = _client.GetStream();
        await stream.WriteAsync(request);
        _length = 0;
        while (!IsWhole())
        {
            if (_length == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            var read = await stream.ReadAsync(_buffer.AsMemory(_length));
            _length += read > 0 ? read : throw new EndOfStreamException("The server closed the connection.");
        }

        // "HTTP/1.1 200 …"
        return int.Parse(_buffer.AsSpan(9, 3), CultureInfo.InvariantCulture);
    }

    public string Answer => Encoding.UTF8.GetString(_buffer, 0, _length);

    public void Dispose() => _client.Dispose();

    private bool IsWhole()
    {
        var answer = _buffer.AsSpan(0, _length);
        var headEnd = answer.IndexOf("\r\n\r\n"u8);
        if (headEnd == HeaderNotEnded)
        {
            return false;
        }

        var head = answer[..(headEnd + 2)];
        var body = answer[(headEnd + 4)..];
        if (head.IndexOf("Transfer-Encoding: chunked"u8) >= 0)
        {
            return body.EndsWith("0\r\n\r\n"u8);
        }

        var at = head.IndexOf("Content-Length: "u8);
        if (at < 0)
        {
            return true;
        }

        var value = head[(at + "Content-Length: ".Length)..];
        return body.Length >= int.Parse(value[..value.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
    }
}
