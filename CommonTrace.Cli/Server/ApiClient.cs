using System.Net;
using System.Net.Http.Json;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CommonTrace.Cli.Server;

/// <summary>The server's REST API. What it refuses, and a server that is away, end the command with a sentence.</summary>
internal sealed class ApiClient : IDisposable
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http;

    private ApiClient(HttpClient http) => _http = http;

    public Uri Address => _http.BaseAddress!;

    /// <param name="connection">Which server.</param>
    /// <param name="limit">How long an answer may take to begin; 30 s when not given.</param>
    public static ApiClient Of(Connection connection, TimeSpan? limit = null)
    {
        var handler = new SocketsHttpHandler { ConnectTimeout = ConnectLimit };
        var http = new HttpClient(handler) { BaseAddress = connection.Url, Timeout = limit ?? TimeSpan.FromSeconds(30) };
        if (connection.Key is { } key)
        {
            http.DefaultRequestHeaders.Add("X-API-Key", key);
        }

        if (connection.TenantId is { } tenant)
        {
            http.DefaultRequestHeaders.Add("X-Tenant-ID", tenant.ToString());
        }

        return new ApiClient(http);
    }

    /// <param name="path">Relative to the server's address, such as <c>api/v1/me</c>.</param>
    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, null, cancellationToken);

    public Task<JsonElement> PostAsync(string path, JsonObject? body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body, cancellationToken);

    /// <summary>Sends one call, and answers its JSON; an undefined element when the answer has no body.</summary>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>Sends one call of any sort; the answer is one that succeeded, its body unread.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await AskAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await RefusalAsync(response, cancellationToken);
        }
    }

    /// <summary>Sends one call of any sort; the answer is whatever came, its body unread.</summary>
    public async Task<HttpResponseMessage> AskAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            var reason = exception.InnerException is AuthenticationException tls ? tls.Message : exception.Message;
            throw new CliException(ExitCode.Unreachable, $"{Address} cannot be reached: {reason} Is the server running, and is the address right?", "server.unreachable");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CliException(ExitCode.Unreachable, $"{Address} did not answer within {_http.Timeout.TotalSeconds} seconds.", "server.timeout");
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<CliException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var exitCode = response.StatusCode >= HttpStatusCode.InternalServerError ? ExitCode.Unreachable : ExitCode.Refused;
        try
        {
            var problem = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            return new CliException(exitCode, problem.GetProperty("detail").GetString()!, problem.GetProperty("code").GetString());
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new CliException(exitCode, $"{Address} answered {(int)response.StatusCode} without saying why; is it a CommonTrace server?", "server.unknown_answer");
        }
    }
}
