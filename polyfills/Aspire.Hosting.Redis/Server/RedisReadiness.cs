using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Aspire.Hosting.Redis;

/// <summary>Ready is a server that lets us in and answers a PING; while it loads its data, it answers with an error.</summary>
internal static class RedisReadiness
{
    public static async Task<bool> IsReadyAsync(int port, string? password, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII);
            return (password is null || await AskAsync(stream, reader, ["AUTH", password], cancellationToken) == "+OK")
                && await AskAsync(stream, reader, ["PING"], cancellationToken) == "+PONG";
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }

    private static async Task<string?> AskAsync(
        NetworkStream stream, StreamReader reader, string[] words, CancellationToken cancellationToken)
    {
        var parts = words.Select(word => $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
        var request = Encoding.UTF8.GetBytes($"*{words.Length}\r\n{string.Concat(parts)}");
        await stream.WriteAsync(request, cancellationToken);
        return await reader.ReadLineAsync(cancellationToken);
    }
}
