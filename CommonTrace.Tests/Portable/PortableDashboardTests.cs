using System.Net;
using System.Text.RegularExpressions;

namespace CommonTrace.Tests.Portable;

/// <summary>The portable dashboard shows what happens and acts for its own page only.</summary>
public sealed class PortableDashboardTests
{
    [Fact]
    public async Task A_killed_server_is_shown_and_comes_back_by_its_button()
    {
        await using var host = await PortableHost.StartUntilUpAsync();
        using var dashboard = new HttpClient { BaseAddress = host.Dashboard };
        var token = await TokenAsync(dashboard);

        await PortableHost.SignalAsync(host.ProcessOf("bin/postgres"), "KILL");
        await SeesAsync(dashboard, "\"state\":\"Exited\"");
        using var started = await PostAsync(dashboard, "/api/resources/postgres/start", token, host.Dashboard.GetLeftPart(UriPartial.Authority));
        await host.SaysAsync("postgres is ready at");

        Assert.Equal(HttpStatusCode.NoContent, started.StatusCode);
        var id = await PortableClient.ContributeAsync(host);
        await host.SaysAsync($"embedding_stored: trace {id}");
    }

    [Fact]
    public async Task Only_its_own_page_may_read_and_act_and_secrets_are_masked()
    {
        await using var host = PortableHost.Start();
        await host.SaysAsync("postgres is ready at");
        using var dashboard = new HttpClient { BaseAddress = host.Dashboard };
        var own = host.Dashboard.GetLeftPart(UriPartial.Authority);
        var token = await TokenAsync(dashboard);
        using var foreignHost = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = $"example.org:{host.Dashboard.Port}" } };

        using var rebound = await dashboard.SendAsync(foreignHost, TestContext.Current.CancellationToken);
        using var withoutToken = await PostAsync(dashboard, "/api/resources/redis/restart", null, own);
        using var foreignPage = await PostAsync(dashboard, "/api/resources/redis/restart", token, "http://example.org");
        using var asked = await PostAsync(dashboard, "/api/resources/migrations/secrets/ConnectionStrings__commontrace", token, own);
        var events = await SeesAsync(dashboard, "ConnectionStrings__commontrace");

        Assert.Equal(HttpStatusCode.Forbidden, rebound.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, withoutToken.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, foreignPage.StatusCode);
        Assert.Contains("Password=kept", await asked.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain("Password=kept", events, StringComparison.Ordinal);
    }

    private static async Task<string> TokenAsync(HttpClient dashboard) =>
        Regex.Match(await dashboard.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken), "[0-9a-f]{64}").Value;

    /// <summary>Reads the live stream up to the event with this text.</summary>
    private static async Task<string> SeesAsync(HttpClient dashboard, string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var reader = new StreamReader(await dashboard.GetStreamAsync(new Uri("/api/events", UriKind.Relative), limit.Token));
        var events = "";
        while (!events.Contains(text, StringComparison.Ordinal))
        {
            events += await reader.ReadLineAsync(limit.Token) + "\n";
        }

        return events;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient dashboard, string path, string? token, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Add("Origin", origin);
        if (token is not null)
        {
            request.Headers.Add("X-Dashboard-Token", token);
        }

        return await dashboard.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
