using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CommonTrace.Cli.Server;

/// <summary>The server's REST API. What it refuses, and a server that is away, end the command with a sentence.</summary>
internal sealed class ApiClient : IDisposable
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan UsualLimit = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;

    private ApiClient(HttpClient http) => _http = http;

    public Uri Address => _http.BaseAddress!;

    public static ApiClient Of(Connection connection)
    {
        var http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = ConnectLimit }) { BaseAddress = connection.Url, Timeout = Timeout.InfiniteTimeSpan };
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
    public Task<JsonElement> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken) =>
        SendAsync(method, path, body is null ? null : JsonContent.Create(body), UsualLimit, cancellationToken);

    /// <summary>Sends one call that may take longer than most, with a body of any sort.</summary>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, HttpContent? body, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        using var response = await SendAsync(request, limit, cancellationToken);
        try
        {
            var text = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw Unreachable(exception);
        }
    }

    /// <summary>Sends one call of any sort; the answer is one that succeeded, its body unread.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => SendAsync(request, UsualLimit, cancellationToken);

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(limit);
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limited.Token);
        }
        catch (HttpRequestException exception)
        {
            throw Unreachable(exception);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CliException(ExitCode.Unreachable, $"{Address} did not answer within {limit.TotalSeconds} seconds.", "server.timeout");
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await RefusalAsync(response, cancellationToken);
        }
    }

    public void Dispose() => _http.Dispose();

    private CliException Unreachable(Exception exception) => new(
        ExitCode.Unreachable, $"{Address} cannot be reached: {exception.Message} Is the server running, and is the address right?", "server.unreachable");

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
