using System.Net.Http.Json;
using CommonTrace.Cli.Server;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace CommonTrace.Cli.Mcp;

/// <summary>The server's <c>/mcp</c>: one POST for each message.</summary>
/// <param name="find">Asked at each call, so that a login takes effect in a session that has begun.</param>
internal sealed class McpEndpoint(Func<Connection> find, TimeProvider time) : IDisposable
{
    // A redirect would carry the key to a server that it is not for.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Sends the message as it is, and answers what the server says, or why it says nothing.</summary>
    /// <param name="version">The protocol version that the client speaks; null when it has not said.</param>
    public async Task<Reply> SendAsync(JsonRpcRequest request, string? version, TimeSpan limit, bool isWrite, CancellationToken cancellationToken)
    {
        Connection connection;
        string? key;
        try
        {
            connection = find();
            key = connection.SendableKey;
        }
        catch (CliException wrong)
        {
            return CallFailure.Settings(wrong);
        }

        // The server tells agents over HTTP how to give it a key; here there is a better way.
        if (key is null && NeedsKey(request))
        {
            return CallFailure.MissingKey(connection.Url);
        }

        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var post = Post(connection, key, request, version);
            using var response = await _http.SendAsync(post, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return await new McpAnswer(connection, response).ReadAsync(request.Id, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return CallFailure.TimedOut(connection.Url, limit, isWrite);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError is HttpRequestError.ConnectionError
            or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError)
        {
            return CallFailure.Unreachable(connection.Url);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return CallFailure.Cut(connection.Url);
        }
    }

    public void Dispose() => _http.Dispose();

    private static bool NeedsKey(JsonRpcRequest request) => request.Method is RequestMethods.ToolsCall or RequestMethods.ResourcesRead;

    private static HttpRequestMessage Post(Connection connection, string? key, JsonRpcRequest request, string? version)
    {
        var post = new HttpRequestMessage(HttpMethod.Post, new Uri(connection.Url, "mcp"))
        {
            Content = JsonContent.Create<JsonRpcMessage>(request, options: McpJsonUtilities.DefaultOptions),
        };
        post.Headers.Accept.ParseAdd("application/json, text/event-stream");
        Add("X-API-Key", key);
        Add("X-Tenant-ID", connection.TenantId?.ToString());
        Add("MCP-Protocol-Version", version);
        Add("Mcp-Method", request.Method);
        Add("Mcp-Name", McpHeaderEncoder.EncodeValue((string?)(request.Params?["name"] ?? request.Params?["uri"])));
        return post;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                post.Headers.Add(name, value);
            }
        }
    }
}
