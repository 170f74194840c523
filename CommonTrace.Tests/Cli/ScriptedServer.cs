using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CommonTrace.Tests.Cli;

/// <summary>A server that answers what a test wants, and remembers who called with what.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<ScriptedCall> _calls = new();

    /// <param name="answer">Answers the call of this number, from 1.</param>
    public ScriptedServer(Action<int, HttpListenerContext> answer)
    {
        Address = new Uri($"http://127.0.0.1:{FreePort()}/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _ = ListenAsync(answer);
    }

    public Uri Address { get; }

    public ScriptedCall[] Calls => [.. _calls];

    public static void Answer(HttpListenerContext call, int status, string body, string type = "application/json")
    {
        (call.Response.StatusCode, call.Response.ContentType) = (status, type);
        call.Response.Close(Encoding.UTF8.GetBytes(body), willBlock: false);
    }

    public void Dispose() => _listener.Close();

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private async Task ListenAsync(Action<int, HttpListenerContext> answer)
    {
        while (_listener.IsListening)
        {
            var call = await _listener.GetContextAsync();
            _calls.Enqueue(new ScriptedCall(call.Request.RawUrl!, call.Request.Headers["X-API-Key"], call.Request.Headers["Idempotency-Key"]));
            answer(_calls.Count, call);
        }
    }
}

internal sealed record ScriptedCall(string Path, string? Key, string? IdempotencyKey);
