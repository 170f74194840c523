using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace CommonTrace.Tests.Compatibility;

/// <summary>Speaks HTTP byte for byte as the libraries of the public clients do: which headers, in which spelling, and what becomes of the connection.</summary>
internal static class PythonClient
{
    /// <summary>As <c>urllib.request</c>: header names capitalised, no compression, one request a connection.</summary>
    public static Task<PythonAnswer> UrllibAsync(Uri address, string method, string path, string? key, object? body) => SendAsync(
        address, method, path, body,
        ["Accept-Encoding: identity", $"Host: {address.Authority}", "User-Agent: Python-urllib/3.12", .. key is null ? Array.Empty<string>() : [$"X-api-key: {key}"], "Connection: close"]);

    /// <summary>As <c>httpx</c>: takes compressed answers and would keep the connection.</summary>
    public static Task<PythonAnswer> HttpxAsync(Uri address, string method, string path, string? key, object? body) => SendAsync(
        address, method, path, body,
        [
            $"Host: {address.Authority}", "Accept: */*", "Accept-Encoding: gzip, deflate", "Connection: keep-alive", "User-Agent: python-httpx/0.28.1",
            .. key is null ? Array.Empty<string>() : [$"X-API-Key: {key}"],
        ]);

    private static async Task<PythonAnswer> SendAsync(Uri address, string method, string path, object? body, string[] headers)
    {
        var bytes = body is null ? [] : JsonSerializer.SerializeToUtf8Bytes(body);
        string[] content = body is null ? [] : [$"Content-Length: {bytes.Length}", "Content-Type: application/json"];
        var head = string.Join("\r\n", [$"{method} {path} HTTP/1.1", .. headers, .. content, "", ""]);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(new[] { Encoding.ASCII.GetBytes(head), bytes }.SelectMany(part => part).ToArray(), TestContext.Current.CancellationToken);
        return await ReadAsync(new BufferedStream(stream));
    }

    private static async Task<PythonAnswer> ReadAsync(Stream stream)
    {
        var status = int.Parse((await LineAsync(stream)).Split(' ')[1], CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await LineAsync(stream) is { Length: > 0 } line)
        {
            headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }

        Assert.DoesNotContain("Content-Encoding", headers.Keys);
        var text = headers.ContainsKey("Transfer-Encoding") ? await ChunksAsync(stream)
            : headers.TryGetValue("Content-Length", out var length) ? await ExactlyAsync(stream, int.Parse(length, CultureInfo.InvariantCulture)) : [];
        return new PythonAnswer(status, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    private static async Task<byte[]> ChunksAsync(Stream stream)
    {
        var all = new List<byte>();
        while (int.Parse(await LineAsync(stream), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var size)
        {
            all.AddRange(await ExactlyAsync(stream, size));
            await LineAsync(stream);
        }

        return [.. all];
    }

    private static async Task<byte[]> ExactlyAsync(Stream stream, int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
        return bytes;
    }

    private static async Task<string> LineAsync(Stream stream)
    {
        var line = new StringBuilder();
        while ((await ExactlyAsync(stream, 1))[0] is not (byte)'\n' and var octet)
        {
            line.Append((char)octet);
        }

        return line.ToString().TrimEnd('\r');
    }
}

/// <summary>What a client makes of an answer.</summary>
internal sealed record PythonAnswer(int Status, JsonElement Body)
{
    public string Text(string field) => Body.GetProperty(field).GetString()!;
}
