using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;
using CommonTrace.Tests.Traces;

namespace CommonTrace.Tests.Pages;

/// <summary>The same form for a trace that stands.</summary>
public sealed class EditPageTests(TestApp app) : OwnTenant(app)
{
    [Fact]
    public async Task What_was_not_touched_stays_to_the_letter()
    {
        var id = (await Client.PostAnswerAsync(ApiCalls.Traces, Submission(
            ("context_text", "\none\r\ntwo"), ("review_after", "2031-02-03T04:05:06Z"), ("metadata_json", new { os = "debian" }), ("watch_condition", "a\r\nb")))).Id;
        var before = await Client.ReadAsync(id);
        using var pages = await SignInAsync(Scopes.Contribute);
        var form = (await pages.GetAsync(PathOf(id))).Is(HttpStatusCode.OK);

        var same = await SendAsync(pages, id, form, before.Text("title")!, AreaOf(form, "context_text"));
        var unchanged = await Client.ReadAsync(id);
        var changed = await SendAsync(pages, id, form, "The pool, retitled", AreaOf(form, "context_text"));
        var after = await Client.ReadAsync(id);

        Assert.All([same, changed], done => Assert.Equal($"/traces/{id}?done=edited", done.Is(HttpStatusCode.Found).Location));
        Assert.Equal((1, 2), (unchanged.Version(), after.Version()));
        Assert.Equal(("The pool, retitled", before.Text("context_text"), before.Text("watch_condition")), (after.Text("title"), after.Text("context_text"), after.Text("watch_condition")));
        Assert.Equal(before.GetProperty("review_after").GetDateTimeOffset(), after.GetProperty("review_after").GetDateTimeOffset());
    }

    [Fact]
    public async Task What_is_emptied_is_cleared_and_a_fault_is_told_at_its_field()
    {
        var id = (await Client.PostAnswerAsync(ApiCalls.Traces, Submission(("watch_condition", "w"), ("metadata_json", new { a = 1 }), ("review_after", "2031-02-03T00:00:00Z")))).Id;
        using var pages = await SignInAsync(Scopes.Contribute);

        var wrong = (await pages.PostAsync(PathOf(id), ("version", "1"), ("title", ""), ("context_text", "c"), ("solution_text", "s"))).Is(HttpStatusCode.UnprocessableEntity);
        (await pages.PostAsync(PathOf(id), ("version", "1"), ("title", "t"), ("context_text", "c"), ("solution_text", "s"), ("tags", ""))).Is(HttpStatusCode.Found);

        var trace = await Client.ReadAsync(id);
        Assert.NotEmpty(Assert.Single(wrong.All("p", "id=\"title-fault\"")));
        Assert.Equal(0, trace.GetProperty("tags").GetArrayLength());
        Assert.All(["watch_condition", "metadata_json", "review_after"], field => Assert.Equal(JsonValueKind.Null, trace.GetProperty(field).ValueKind));
    }

    [Fact]
    public async Task Who_was_overtaken_sees_by_whom_and_what_stands_beside_what_was_typed()
    {
        var id = (await Client.PostAnswerAsync(ApiCalls.Traces, Submission())).Id;
        using var pages = await SignInAsync(Scopes.Contribute);
        var form = (await pages.GetAsync(PathOf(id))).Is(HttpStatusCode.OK);
        var moderator = await TestPerson.CreateModeratorAsync(App, Tenant);
        (await moderator.Client.PatchAsync(id, new { context_text = "The moderator's words" })).Is(HttpStatusCode.OK);

        var overtaken = (await SendAsync(pages, id, form, "My title", "My words")).Is(HttpStatusCode.PreconditionFailed);
        var standing = await Client.ReadAsync(id);
        var again = await SendAsync(pages, id, overtaken, "My title", "My words");

        Assert.Contains("somebody changed the trace meanwhile: version 2 stands", overtaken.Text, StringComparison.Ordinal);
        Assert.Contains("The moderator's words", overtaken.All("pre"));
        Assert.Equal(("My title", "My words"), (overtaken.ValueOf("title"), overtaken.All("textarea", "required")[0]));
        Assert.Equal("The moderator's words", standing.Text("context_text"));
        Assert.Equal((HttpStatusCode.Found, "My words"), (again.Status, (await Client.ReadAsync(id)).Text("context_text")));
    }

    [Fact]
    public async Task A_check_does_not_take_the_trace_for_a_copy_of_itself()
    {
        var words = string.Join(' ', Enumerable.Range(0, 40).Select(word => $"word{word}"));
        var id = (await Client.PostAnswerAsync(ApiCalls.Traces, Submission(("title", "Mine"), ("context_text", words)))).Id;
        var other = (await Client.PostAnswerAsync(ApiCalls.Traces, Submission(("title", "Other"), ("context_text", words)))).Id;
        using var pages = await SignInAsync(Scopes.Contribute);

        var same = (await pages.PostAsync($"{PathOf(id)}/check", ("version", "1"), ("title", "Mine"), ("context_text", words), ("solution_text", "Share one pool."))).Is(HttpStatusCode.OK);
        var copy = (await pages.PostAsync($"{PathOf(id)}/check", ("version", "1"), ("title", "Other"), ("context_text", words), ("solution_text", "Share one pool."))).Is(HttpStatusCode.OK);

        Assert.Equal([$"/traces/{other}"], same.Links.Where(link => link.StartsWith("/traces/", StringComparison.Ordinal) && link != $"/traces/{id}"));
        Assert.DoesNotContain("says the same already", same.Text, StringComparison.Ordinal);
        Assert.Contains("This trace says the same already", copy.Text, StringComparison.Ordinal);
        Assert.Equal(1, (await Client.ReadAsync(id)).Version());
    }

    [Fact]
    public async Task Its_author_and_moderators_may_and_nobody_else()
    {
        var id = (await Client.PostAnswerAsync(ApiCalls.Traces, Submission())).Id;
        var stranger = await TestPerson.CreateAsync(App, Tenant);
        using var moderator = await SignInAsync(Scopes.Moderate);
        await App.SqlAsync("update traces set contributor_id = $1 where id = $2", stranger.Id, id);
        using var author = await SignInAsync(Scopes.Contribute);

        (await moderator.GetAsync(PathOf(id))).Is(HttpStatusCode.OK);
        var refused = (await author.GetAsync(PathOf(id))).Is(HttpStatusCode.Forbidden);
        (await author.PostAsync(PathOf(id), ("version", "1"), ("title", "t"), ("context_text", "c"), ("solution_text", "s"))).Is(HttpStatusCode.Forbidden);
        (await author.GetAsync(PathOf(Guid.CreateVersion7()))).Is(HttpStatusCode.NotFound);

        Assert.Contains("propose an amendment instead", refused.Text, StringComparison.Ordinal);
        Assert.Equal(1, (await Client.ReadAsync(id)).Version());
    }

    private static string PathOf(Guid id) => $"/traces/{id}/edit";

    /// <summary>Sends the form as it was shown, but for title and context.</summary>
    private static Task<PageAnswer> SendAsync(PageClient pages, Guid id, PageAnswer form, string title, string context) => pages.PostAsync(
        PathOf(id), ("form_id", form.ValueOf("form_id")!), ("version", form.ValueOf("version")!), ("title", title), ("context_text", context),
        ("solution_text", AreaOf(form, "solution_text")), ("tags", form.ValueOf("tags")!), ("review_after", form.ValueOf("review_after")!),
        ("watch_condition", AreaOf(form, "watch_condition")), ("metadata_json", AreaOf(form, "metadata_json")));

    /// <summary>What a text area sends: its line breaks as two characters each.</summary>
    private static string AreaOf(PageAnswer form, string name)
    {
        var text = WebUtility.HtmlDecode(Regex.Match(form.Html, $"<textarea id=\"{name}\"[^>]*>(?<text>.*?)</textarea>", RegexOptions.Singleline).Groups["text"].Value);
        return (text.StartsWith('\n') ? text[1..] : text).ReplaceLineEndings("\r\n");
    }

    private async Task<PageClient> SignInAsync(string scope) => await PageClient.SignInAsync(App, await Tenant.CreateKeyAsync(Scopes.Read, scope));
}
