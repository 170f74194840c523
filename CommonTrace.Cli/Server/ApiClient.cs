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
    private readonly string? _key;

    private ApiClient(HttpClient http, string? key) => (_http, _key) = (http, key);

    public Uri Address => _http.BaseAddress!;

    /// <param name="connection">Which server.</param>
    /// <param name="limit">How long an answer may take to begin; 30 s when not given.</param>
    public static ApiClient Of(Connection connection, TimeSpan? limit = null)
    {
        // A redirection would take the key along to wherever it leads.
        var handler = new SocketsHttpHandler { ConnectTimeout = ConnectLimit, AllowAutoRedirect = false };
        var http = new HttpClient(handler) { BaseAddress = connection.Url, Timeout = limit ?? TimeSpan.FromSeconds(30) };
        if (connection.SendableKey is { } key)
        {
            http.DefaultRequestHeaders.Add("X-API-Key", key);
        }

        if (connection.TenantId is { } tenant)
        {
            http.DefaultRequestHeaders.Add("X-Tenant-ID", tenant.ToString());
        }

        return new ApiClient(http, connection.Key);
    }

    /// <param name="path">Relative to the server's address, such as <c>api/v1/me</c>.</param>
    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, null, cancellationToken);

    public Task<JsonElement> PostAsync(string path, JsonObject? body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body, cancellationToken);

    /// <summary>All pages of a list as one answer.</summary>
    /// <param name="path">The list, without query.</param>
    /// <param name="name">What its entries stand under, such as <c>keys</c>.</param>
    public async Task<JsonElement> GetAllAsync(string path, string name, CancellationToken cancellationToken)
    {
        var (entries, query) = (new JsonArray(), "?limit=100");
        while (query is not null)
        {
            var page = await GetAsync(path + query, cancellationToken);
            foreach (var entry in page.GetProperty(name).EnumerateArray())
            {
                entries.Add(JsonNode.Parse(entry.GetRawText()));
            }

            query = page.GetProperty("next_cursor").GetString() is { } cursor ? $"?limit=100&cursor={Uri.EscapeDataString(cursor)}" : null;
        }

        return JsonSerializer.SerializeToElement(new JsonObject { [name] = entries, ["next_cursor"] = null });
    }

    /// <summary>Sends one call, and answers its JSON; an undefined element when the answer has no body.</summary>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        return await SendAndReadAsync(request, cancellationToken);
    }

    /// <summary>Sends one call with headers of its own, and answers its JSON.</summary>
    public async Task<JsonElement> SendAndReadAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        var text = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        try
        {
            return response.StatusCode == HttpStatusCode.NoContent ? default : JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException)
        {
            throw Stranger(response);
        }
    }

    /// <summary>Sends one call of any sort; the answer is one that succeeded, its body unread.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    /// <summary>Sends one call of any sort; the answer is whatever came, with its body.</summary>
    public Task<HttpResponseMessage> AskAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        AskAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        var response = await AskAsync(request, completion, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await RefusalAsync(response, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> AskAsync(HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, completion, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            var reason = exception.InnerException is AuthenticationException tls ? tls.Message.TrimEnd('.') : exception.Message;
            throw new CliException(ExitCode.Unreachable, $"{Address} cannot be reached: {reason}. Is the server running, and is the address right?", "server.unreachable");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CliException(ExitCode.Unreachable, $"{Address} did not answer within {_http.Timeout.TotalSeconds} seconds.", "server.timeout");
        }
    }

    private async Task<CliException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var problem = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            var (code, detail) = (problem.GetProperty("code").GetString()!, problem.GetProperty("detail").GetString()!);
            return new CliException(
                response.StatusCode >= HttpStatusCode.InternalServerError ? ExitCode.Unreachable : ExitCode.Refused, $"{detail} {Cure(code)}".TrimEnd(), code, problem);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or HttpRequestException or IOException)
        {
            return Stranger(response);
        }
    }

    // What the server advises is for those who call it; these are for those who type.
    private string Cure(string code) => code switch
    {
        "auth.missing_key" => $"Run `commontrace login {Address}`, or set COMMONTRACE_API_KEY.",
        "auth.invalid_key" => _key == Connection.KeyOfEnvironment ? "It is the one in COMMONTRACE_API_KEY." : "Run `commontrace login` with another key.",
        "vote.exists" => "Here: --change, or `withdraw`.",
        _ => "",
    };

    private CliException Stranger(HttpResponseMessage response) => new(
        ExitCode.Unreachable,
        response.Headers.Location is { } elsewhere
            ? $"{Address} points to {new Uri(Address, elsewhere)}; a key is not sent on: give that server's address if it is the right one."
            : $"{Address} answered {(int)response.StatusCode} without saying why; is it a CommonTrace server?",
        "server.unknown_answer");
}
