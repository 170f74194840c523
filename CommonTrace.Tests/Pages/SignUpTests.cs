using System.Net;
using System.Text.RegularExpressions;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Pages;

/// <summary>A key for whoever has none.</summary>
public sealed partial class SignUpTests(TestApp app)
{
    [Fact]
    public async Task A_new_person_gets_a_key_that_is_shown_once_and_is_signed_in()
    {
        using var pages = PageClient.Visit(app.ApiAddress);

        var welcome = (await pages.PostAsync("/sign-up", ("display_name", "Ada L."), ("email", ""), ("invitation_code", " "))).Is(HttpStatusCode.OK);
        var next = (await pages.GetAsync("/contribute")).Is(HttpStatusCode.OK);

        var key = Key().Match(welcome.Html).Value;
        using var client = app.CreateClient(key);
        Assert.Equal("Ada L.", (await client.GetAnswerAsync("/api/v1/me")).Is(HttpStatusCode.OK).Body.GetProperty("display_name").GetString());
        Assert.Contains($"claude mcp add --transport http commontrace {app.ApiAddress}mcp --header \"X-API-Key: {key}\"", welcome.Text, StringComparison.Ordinal);
        Assert.Equal(("Sign out", "Ada L."), (welcome.All("button", "quiet")[0], welcome.All("a", "/people/")[0]));
        Assert.Contains("Ada L.", next.All("a", "/people/"));
        Assert.DoesNotContain(key, next.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_new_persons_forms_work_from_that_page_on()
    {
        using var pages = new RawPages(app.ApiAddress);
        var (cookie, token) = await pages.OpenFormAsync("/sign-up");
        using var welcome = await pages.SendAsync(HttpMethod.Post, "/sign-up", RawPages.Form((RawPages.TokenField, token)), ("Cookie", cookie));
        var session = welcome.Headers.GetValues("Set-Cookie").Single(line => line.StartsWith("commontrace=", StringComparison.Ordinal)).Split(';')[0];
        var html = await welcome.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var signOut = WebUtility.HtmlDecode(Token().Match(html).Groups["token"].Value);
        using var answer = await pages.SendAsync(HttpMethod.Post, "/sign-out", RawPages.Form((RawPages.TokenField, signOut)), ("Cookie", $"{cookie}; {session}"));

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
    }

    [Fact]
    public async Task What_is_wrong_is_told_at_its_field_and_what_was_typed_stays()
    {
        using var pages = PageClient.Visit(app.ApiAddress);
        var taken = $"{Guid.CreateVersion7():N}@example.org";
        (await pages.PostAsync("/sign-up", ("email", taken))).Is(HttpStatusCode.OK);

        var again = (await pages.PostAsync("/sign-up", ("email", taken), ("display_name", "Grace"))).Is(HttpStatusCode.Conflict);
        var wrong = (await pages.PostAsync("/sign-up", ("email", "nobody"), ("display_name", "Grace"))).Is(HttpStatusCode.UnprocessableEntity);
        var uninvited = (await pages.PostAsync("/sign-up", ("invitation_code", InvitationFormat.Generate()))).Is(HttpStatusCode.Forbidden);

        Assert.Contains("is registered already", again.Text, StringComparison.Ordinal);
        Assert.Equal(("nobody", "Grace"), (wrong.ValueOf("email"), wrong.ValueOf("display_name")));
        Assert.Equal(["is not an e-mail address."], wrong.All("p", "class=\"fault\""));
        Assert.Contains(UserFailures.BadInvitation.Detail, uninvited.Text, StringComparison.Ordinal);
    }

    [GeneratedRegex("ct_[A-Za-z0-9_-]{49}")]
    private static partial Regex Key();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"")]
    private static partial Regex Token();
}
