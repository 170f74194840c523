using System.Net;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Pages;

/// <summary>What goes wrong is a page for a browser, and the same problem in JSON under <c>/api</c>.</summary>
public sealed class ErrorPageTests(TestApp app)
{
    [Fact]
    public async Task What_is_not_there_is_a_page_for_browsers_only()
    {
        using var pages = PageClient.Visit(app.ApiAddress);
        using var client = app.CreateClient();

        var page = (await pages.GetAsync("/nowhere")).Is(HttpStatusCode.NotFound);
        var underApi = await client.CallAsync(HttpMethod.Get, "/api/v1/nowhere", null, ("Accept", "text/html"));
        var byScript = await client.GetAnswerAsync("/nowhere");

        Assert.Equal(["Not found"], page.All("h1"));
        Assert.Contains("There is nothing at /nowhere", page.Text, StringComparison.Ordinal);
        Assert.Equal(("application/problem+json", "application/problem+json"), (underApi.MediaType, byScript.MediaType));
        Assert.Equal(("route.not_found", "route.not_found"), (underApi.Code, byScript.Code));
    }

    [Fact]
    public async Task A_missing_scope_is_named_and_another_key_offered()
    {
        var key = await (await app.CreateTenantAsync()).CreateKeyAsync(Scopes.Read);
        using var pages = await PageClient.SignInAsync(app, key);

        var refused = (await pages.GetAsync("/contribute?title=a b")).Is(HttpStatusCode.Forbidden);

        Assert.Contains("scope contribute", refused.Text, StringComparison.Ordinal);
        Assert.Contains("/sign-in?return=%2Fcontribute%3Ftitle%3Da%2520b", refused.Links);
        Assert.DoesNotContain("/contribute", refused.Links);
    }

    [Fact]
    public async Task An_expired_form_says_what_to_do()
    {
        using var pages = new RawPages(app.ApiAddress);

        using var refused = await pages.SendAsync(HttpMethod.Post, "/sign-in", RawPages.Form(("key", "x")));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("load the page again", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Away_and_broken_and_back_the_pages_say_so_and_the_session_stays()
    {
        await using var api = await OwnApi.StartAsync(app);
        using var client = await api.CreateClientAsync();
        using var pages = await PageClient.SignInAsync(client.BaseAddress!, TestApp.OperatorKey);

        await api.Stage.Database.AllowConnectionsAsync(false);
        var away = (await pages.GetAsync("/moderate")).Is(HttpStatusCode.ServiceUnavailable);
        await api.Stage.Database.AllowConnectionsAsync(true);
        await api.Stage.Database.SqlAsync("alter table trace_flags rename to elsewhere");
        var broken = (await pages.GetAsync("/moderate")).Is(HttpStatusCode.InternalServerError);
        var underApi = await client.GetAnswerAsync("/api/v1/moderation/flagged");
        await api.Stage.Database.SqlAsync("alter table elsewhere rename to trace_flags");
        var back = (await pages.GetAsync("/moderate")).Is(HttpStatusCode.OK);

        Assert.Contains("The database does not answer at the moment", away.Text, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(5), away.Headers.RetryAfter?.Delta);
        Assert.Equal(["The server failed"], broken.All("h1"));
        Assert.DoesNotContain("trace_flags", broken.Html, StringComparison.Ordinal);
        Assert.Equal(("application/problem+json", "server.failed"), (underApi.MediaType, underApi.Code));
        Assert.Contains("Sign out", back.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Started_without_its_database_it_says_so_and_works_once_that_is_there()
    {
        await using var database = await TestDatabase.CreateAsync(app);
        await database.AllowConnectionsAsync(false);
        await using var process = ServiceProcess.Start(
            "CommonTrace.Api",
            ("ConnectionStrings__commontrace", database.ConnectionString), ("ConnectionStrings__redis", "127.0.0.1:1,connectTimeout=200"),
            ("Embedding__Provider", "local"), ("Auth__OperatorKey", TestApp.OperatorKey));
        using var client = await process.CreateClientAsync();
        using var visitor = PageClient.Visit(client.BaseAddress!);

        var starting = (await visitor.GetAsync("/sign-in")).Is(HttpStatusCode.ServiceUnavailable);
        await database.AllowConnectionsAsync(true);
        await process.HealthyAsync();
        using var pages = await PageClient.SignInAsync(client.BaseAddress!, TestApp.OperatorKey);
        var there = (await pages.GetAsync("/moderate")).Is(HttpStatusCode.OK);

        Assert.Contains("CommonTrace is starting", starting.Text, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(2), starting.Headers.RetryAfter?.Delta);
        Assert.Contains("Sign out", there.Text, StringComparison.Ordinal);
        Assert.Equal(1L, await database.SqlAsync("select count(*) from protection_keys"));
    }
}
