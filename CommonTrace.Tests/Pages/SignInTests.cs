using System.Net;
using System.Net.Http.Json;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Pages;

/// <summary>Who may look, for how long, and as whom.</summary>
public sealed class SignInTests(TestApp app)
{
    [Fact]
    public async Task A_key_that_is_wrong_or_expired_is_refused_in_the_servers_words()
    {
        var tenant = await app.CreateTenantAsync();
        var expired = await tenant.CreateKeyAsync(Scopes.Read);
        await app.SqlAsync("update api_keys set expires_at = now() - interval '1 second' where tenant_id = $1", tenant.Id);
        using var pages = PageClient.Visit(app.ApiAddress);

        foreach (var key in new[] { "", "nonsense", ApiKeyFormat.Generate(), expired })
        {
            var refused = (await pages.PostAsync("/sign-in", ("key", key), ("return", "/tags"))).Is(HttpStatusCode.UnprocessableEntity);

            Assert.Contains(UserFailures.BadKey.Detail, refused.Text, StringComparison.Ordinal);
            Assert.Equal("/tags", refused.ValueOf("return"));
            Assert.True(key.Length == 0 || !refused.Html.Contains(key, StringComparison.Ordinal));
        }

        Assert.Equal("/sign-in?return=%2F", (await pages.GetAsync("/")).Is(HttpStatusCode.Found).Location);
    }

    [Theory]
    [InlineData("/tags?x=1", "/tags?x=1")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("\\\\evil.example", "/")]
    [InlineData("https:evil.example", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("~//evil.example", "/")]
    [InlineData("/%2Fevil.example", "/%2Fevil.example")]
    [InlineData("%2F%2Fevil.example", "/")]
    [InlineData("tags", "/")]
    [InlineData("", "/")]
    public async Task Who_signed_in_is_led_nowhere_but_to_this_site(string asked, string led)
    {
        using var pages = PageClient.Visit(app.ApiAddress);

        var answer = await pages.PostAsync("/sign-in", ("key", TestApp.OperatorKey), ("return", asked));

        Assert.Equal(led, answer.Is(HttpStatusCode.Found).Location);
    }

    [Fact]
    public async Task A_revoked_key_ends_its_sessions_with_a_sentence_and_no_loop()
    {
        var key = await (await app.CreateTenantAsync()).CreateKeyAsync(Scopes.Read, Scopes.Contribute);
        using var pages = await PageClient.SignInAsync(app, key);
        using var client = app.CreateClient(key);
        (await pages.GetAsync("/contribute")).Is(HttpStatusCode.OK);
        var id = (await client.GetAnswerAsync("/api/v1/me/keys")).Body.GetProperty("keys")[0].GetProperty("id").GetGuid();
        (await client.CallAsync(HttpMethod.Delete, $"/api/v1/me/keys/{id}", null)).Is(HttpStatusCode.NoContent);

        var ended = (await pages.GetAsync("/contribute")).Is(HttpStatusCode.Found);
        var asked = (await pages.GetAsync(ended.Location!)).Is(HttpStatusCode.OK);
        var again = (await pages.GetAsync("/contribute")).Is(HttpStatusCode.Found);

        Assert.Equal("/sign-in?ended=true&return=%2Fcontribute", ended.Location);
        Assert.Contains("You were signed out", asked.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Sign out", asked.Text, StringComparison.Ordinal);
        Assert.Equal("/sign-in?return=%2Fcontribute", again.Location);
    }

    [Fact]
    public async Task A_session_holds_on_another_replica_and_after_a_restart()
    {
        var tenant = await app.CreateTenantAsync();
        using var first = new RawPages(app.ApiAddress);
        var cookie = (await first.SignInAsync(await tenant.CreateKeyAsync(Scopes.Read, Scopes.Contribute))).Split(';')[0];

        await using var process = await ServiceProcess.StartApiAsync(app, "Production");
        using var client = await process.CreateClientAsync();
        using var second = new RawPages(client.BaseAddress!);
        var (form, token) = await second.OpenFormAsync("/contribute", ("Cookie", cookie));
        using var there = await second.GetAsync("/contribute", ("Cookie", cookie));
        using var back = await first.SendAsync(HttpMethod.Post, "/sign-out", RawPages.Form((RawPages.TokenField, token)), ("Cookie", $"{cookie}; {form}"));

        Assert.Equal(HttpStatusCode.OK, there.StatusCode);
        Assert.Equal((HttpStatusCode.Found, "/"), (back.StatusCode, back.Headers.Location?.ToString()));
    }

    [Fact]
    public async Task A_session_opens_pages_only_and_a_header_opens_none()
    {
        var key = await (await app.CreateTenantAsync()).CreateKeyAsync(Scopes.Read, Scopes.Contribute);
        using var pages = new RawPages(app.ApiAddress);
        var cookie = (await pages.SignInAsync(key)).Split(';')[0];
        using var call = JsonContent.Create(new { jsonrpc = "2.0", id = 1, method = "tools/call", @params = new { name = "list_tags", arguments = new { } } });

        using var rest = await pages.GetAsync("/api/v1/me", ("Cookie", cookie));
        using var mcp = await pages.SendAsync(HttpMethod.Post, "/mcp", call, ("Cookie", cookie), ("Accept", "application/json, text/event-stream"));
        var said = await mcp.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var byHeader = await pages.GetAsync("/", ("X-API-Key", key));
        using var byBearer = await pages.GetAsync("/contribute", ("Authorization", $"Bearer {key}"));

        Assert.Equal(HttpStatusCode.Unauthorized, rest.StatusCode);
        Assert.True(mcp.StatusCode == HttpStatusCode.Unauthorized || said.Contains("auth.missing_key", StringComparison.Ordinal), said);
        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.Found), (byHeader.StatusCode, byBearer.StatusCode));
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/sign-out")]
    [InlineData("/sign-up")]
    [InlineData("/contribute")]
    public async Task A_form_of_another_site_or_another_browser_is_refused(string path)
    {
        var key = await (await app.CreateTenantAsync()).CreateKeyAsync(Scopes.Read, Scopes.Contribute);
        using var pages = new RawPages(app.ApiAddress);
        var session = (await pages.SignInAsync(key)).Split(';')[0];
        var (mine, _) = await pages.OpenFormAsync("/contribute", ("Cookie", session));
        var (_, theirs) = await pages.OpenFormAsync();

        using var without = await pages.SendAsync(HttpMethod.Post, path, RawPages.Form(("key", TestApp.OperatorKey)), ("Cookie", session));
        using var foreign = await pages.SendAsync(
            HttpMethod.Post, path, RawPages.Form(("key", TestApp.OperatorKey), (RawPages.TokenField, theirs)), ("Cookie", $"{session}; {mine}"));

        foreach (var refused in new[] { without, foreign })
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains("page.form_expired", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.False(refused.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(cookie => cookie.StartsWith("commontrace=", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task An_operator_works_in_another_tenant_and_goes_back()
    {
        var tenant = await app.CreateTenantAsync();
        using var contributor = await tenant.CreateContributorAsync();
        var trace = (await contributor.PostAnswerAsync(ApiCalls.Traces, new { title = "Only here", context_text = "c", solution_text = "s" })).Id;
        using var pages = PageClient.Visit(app.ApiAddress);

        (await pages.PostAsync("/sign-in", ("key", TestApp.OperatorKey), ("tenant", $" {tenant.Id} "))).Is(HttpStatusCode.Found);
        var away = (await pages.GetAsync($"/traces/{trace}/edit")).Is(HttpStatusCode.OK);
        (await pages.PostAsync("/sign-in/home")).Is(HttpStatusCode.Found);
        var home = (await pages.GetAsync($"/traces/{trace}/edit")).Is(HttpStatusCode.NotFound);

        Assert.Contains($"Tenant …{tenant.Id.ToString()[^8..]} Back to your own", away.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Back to your own", home.Text, StringComparison.Ordinal);
        Assert.Contains("Sign out", home.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_does_and_a_tenant_must_be_there()
    {
        var (own, other) = (await app.CreateTenantAsync(), await app.CreateTenantAsync());
        using var pages = PageClient.Visit(app.ApiAddress);

        var foreign = (await pages.PostAsync("/sign-in", ("key", await own.CreateKeyAsync(Scopes.Read)), ("tenant", $"{other.Id}"))).Is(HttpStatusCode.UnprocessableEntity);
        var unknown = (await pages.PostAsync("/sign-in", ("key", TestApp.OperatorKey), ("tenant", $"{Guid.CreateVersion7()}"))).Is(HttpStatusCode.UnprocessableEntity);
        var nonsense = (await pages.PostAsync("/sign-in", ("key", TestApp.OperatorKey), ("tenant", "acme"))).Is(HttpStatusCode.UnprocessableEntity);

        Assert.Contains("belongs to another tenant", foreign.Text, StringComparison.Ordinal);
        Assert.Contains("There is no tenant", unknown.Text, StringComparison.Ordinal);
        Assert.Contains("is not the id of a tenant", nonsense.Text, StringComparison.Ordinal);
        Assert.Equal("acme", nonsense.ValueOf("tenant"));
    }
}
