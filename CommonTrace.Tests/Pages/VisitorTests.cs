using System.Net;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Pages;

/// <summary>Those without a key, where <c>Pages:Public</c> lets them look.</summary>
public sealed class VisitorTests(TestApp app)
{
    [Fact]
    public async Task Visitors_search_and_read_tags_and_people_of_commons()
    {
        await using var own = await OwnApi.StartAsync(app, ("Pages__Public", "true"), ("Embedding__Provider", "none"));
        using var client = await own.CreateClientAsync();
        await client.ContributeAsync("A deadlock during vacuum", tags: "c#");
        using var visitor = PageClient.Visit(client.BaseAddress!);

        var first = (await visitor.GetAsync("/")).Is(HttpStatusCode.OK);
        var found = (await visitor.GetAsync("/?q=deadlock")).Is(HttpStatusCode.OK);
        var nothing = (await visitor.GetAsync("/?q=horse")).Is(HttpStatusCode.OK);
        var tag = (await visitor.GetAsync("/tags/c%23")).Is(HttpStatusCode.OK);
        var person = (await visitor.GetAsync($"/people/{User.OperatorId}")).Is(HttpStatusCode.OK);

        Assert.All([first, found, tag, person], page => Assert.Equal(["A deadlock during vacuum"], page.All("h3")));
        Assert.Contains("Searched by words alone.", found.Text, StringComparison.Ordinal);
        Assert.Contains("Nothing is searched by meaning:", found.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Your keys", person.Text, StringComparison.Ordinal);
        Assert.All([first, nothing], page => Assert.DoesNotContain(page.Links, link => link.StartsWith("/contribute", StringComparison.Ordinal)));
        (await visitor.GetAsync("/tags")).Is(HttpStatusCode.OK);
    }
}
