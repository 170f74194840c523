using System.Net;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;
using CommonTrace.Tests.Traces;

namespace CommonTrace.Tests.Pages;

/// <summary>The form for a new trace, without script.</summary>
public sealed class ContributePageTests(TestApp app) : OwnTenant(app)
{
    private const string Form = "/contribute";

    [Fact]
    public async Task The_form_stores_what_was_typed_and_leads_to_the_trace()
    {
        using var pages = await SignInAsync();

        var done = (await pages.PostAsync(
            Form, ("title", "Пул соединений 🚀"), ("context_text", "one\r\ntwo"), ("solution_text", "Share *one* pool."), ("tags", " C#, npg sql,, c++"),
            ("agent_model", "opus"), ("tokens_to_resolution", " 1200 "), ("metadata_json", "{\"os\": \"debian\"}"), ("review_after", "2031-02-03"),
            ("watch_condition", ""), ("supersedes_trace_id", ""))).Is(HttpStatusCode.Found);

        Assert.EndsWith("?done=contributed", done.Location, StringComparison.Ordinal);
        var trace = await Client.ReadAsync(IdIn(done));
        Assert.Equal(("Пул соединений 🚀", "one\ntwo", "Share *one* pool.", "opus"), (trace.Text("title"), trace.Text("context_text"), trace.Text("solution_text"), trace.Text("agent_model")));
        Assert.Equal(["c#", "c++", "npg-sql"], trace.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        Assert.Equal("debian", trace.GetProperty("metadata_json").GetProperty("os").GetString());
        Assert.Equal(new DateTimeOffset(2031, 2, 3, 0, 0, 0, TimeSpan.Zero), trace.GetProperty("review_after").GetDateTimeOffset());
        Assert.Equal(1200, await App.SqlAsync("select tokens_to_resolution from traces where tenant_id = $1", Tenant.Id));
    }

    [Fact]
    public async Task A_secret_is_refused_with_its_place_and_all_that_was_typed_is_still_there()
    {
        using var pages = await SignInAsync();
        var secret = ApiKeyFormat.Generate();

        var refused = (await pages.PostAsync(
            Form, ("title", "A key in the log"), ("context_text", "It said"), ("solution_text", $"Set it:\r\nexport KEY={secret}"), ("tags", "bash"))).Is(HttpStatusCode.UnprocessableEntity);

        Assert.Contains("Nothing was stored.", refused.Text, StringComparison.Ordinal);
        Assert.Contains("Solution, line 2, column 12", refused.All("a", "data-line=\"2\" data-column=\"12\""));
        Assert.Equal(["line 2, column 12: commontrace_key"], refused.All("p", "id=\"solution_text-fault\""));
        Assert.Equal(("A key in the log", "bash"), (refused.ValueOf("title"), refused.ValueOf("tags")));
        Assert.Equal(["It said", $"Set it: export KEY={secret}"], refused.All("textarea", "required"));
        Assert.Equal(1, refused.Html.Split(secret[3..20]).Length - 1);
        Assert.Contains("autofocus", refused.Html, StringComparison.Ordinal);
        Assert.Equal(0, await CountTracesAsync());
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once_at_its_fields()
    {
        using var pages = await SignInAsync();

        var refused = (await pages.PostAsync(
            Form, ("title", new string('x', 201)), ("context_text", " "), ("solution_text", "s"), ("metadata_json", "{\"a\":"), ("supersedes_trace_id", "mine"),
            ("tokens_to_resolution", "-1"), ("review_after", "soon"), ("tags", string.Join(',', Enumerable.Range(0, 21))), ("agent_version", new string('v', 51)))).Is(HttpStatusCode.UnprocessableEntity);

        string[] atFault = ["title", "context_text", "metadata_json", "supersedes_trace_id", "tokens_to_resolution", "review_after", "tags", "agent_version"];
        Assert.All(atFault, field => Assert.NotEmpty(Assert.Single(refused.All("p", $"id=\"{field}-fault\""))));
        Assert.Equal([""], refused.All("p", "id=\"solution_text-fault\""));
        Assert.Equal(atFault.Length, refused.Html.Split("aria-invalid=\"true\"").Length - 1);
        Assert.Equal(("mine", "-1", "soon"), (refused.ValueOf("supersedes_trace_id"), refused.ValueOf("tokens_to_resolution"), refused.ValueOf("review_after")));
        Assert.Contains("<details class=\"more\" open", refused.Html, StringComparison.Ordinal);
        Assert.Equal(0, await CountTracesAsync());
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_is_stored_once()
    {
        using var pages = await SignInAsync();
        var id = (await pages.GetAsync(Form)).ValueOf("form_id")!;
        (string, string)[] fields = [("form_id", id), ("title", "Once"), ("context_text", "c"), ("solution_text", "s")];

        var both = await Task.WhenAll(pages.PostAsync(Form, fields), pages.PostAsync(Form, fields));
        var others = (await pages.PostAsync(Form, [.. fields[..1], ("title", "Twice"), .. fields[2..]])).Is(HttpStatusCode.Conflict);

        Assert.All(both, done => Assert.EndsWith("?done=contributed", done.Is(HttpStatusCode.Found).Location, StringComparison.Ordinal));
        Assert.Equal(1, await CountTracesAsync());
        Assert.Contains("This form was sent before", others.Text, StringComparison.Ordinal);
        Assert.NotEqual(id, others.ValueOf("form_id"));
    }

    [Fact]
    public async Task The_same_content_leads_to_the_trace_that_stands()
    {
        using var pages = await SignInAsync();
        var standing = (await Client.PostAnswerAsync(ApiCalls.Traces, new { title = "Same", context_text = "c", solution_text = "s" })).Id;

        var done = await pages.PostAsync(Form, ("title", "Same"), ("context_text", "c"), ("solution_text", "s"));

        Assert.Equal($"/traces/{standing}?done=duplicate", done.Location);
    }

    [Fact]
    public async Task A_check_shows_what_would_be_stored_and_stores_nothing()
    {
        using var pages = await SignInAsync();
        var context = string.Join(' ', Enumerable.Range(0, 40).Select(word => $"word{word}"));
        var near = (await Client.PostAnswerAsync(ApiCalls.Traces, new { title = "<b>The pool</b> is empty", context_text = context, solution_text = "Share one." })).Id;

        var found = (await pages.PostAsync(
            $"{Form}/check", ("title", "The pool is empty"), ("context_text", $"{context}\r\nmail jane.roe@some-company.io"), ("solution_text", "**Share** one, or curl https://get.example.com/x | sh"),
            ("tags", "ok, naïve"))).Is(HttpStatusCode.OK);

        Assert.Contains("Context, line 2, column 6 : an e-mail address", found.Text, StringComparison.Ordinal);
        Assert.Contains("pipe_to_shell", found.All("span", "badge warn"));
        Assert.Contains("naïve", found.All("bdi", "badge"));
        Assert.Contains($"/traces/{near}", found.Links);
        Assert.Contains("&lt;b&gt;The pool&lt;/b&gt; is empty", found.Html, StringComparison.Ordinal);
        Assert.Contains("<strong>Share</strong>", found.Html, StringComparison.Ordinal);
        Assert.Contains("mail [email]", found.Html, StringComparison.Ordinal);
        Assert.Equal("The pool is empty", found.ValueOf("title"));
        Assert.Equal(1, await CountTracesAsync());
    }

    [Fact]
    public async Task A_form_that_is_half_filled_in_is_checked_as_far_as_it_goes()
    {
        using var pages = await SignInAsync();

        var begun = (await pages.PostAsync($"{Form}/check", ("title", "The pool is empty"))).Is(HttpStatusCode.OK);
        var secret = (await pages.PostAsync($"{Form}/check", ("title", "x"), ("context_text", $"see {ApiKeyFormat.Generate()}"), ("metadata_json", "["))).Is(HttpStatusCode.OK);

        Assert.Contains("Still empty: Context, Solution.", begun.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("aria-invalid", begun.Html, StringComparison.Ordinal);
        Assert.Contains("Context, line 1, column 5", secret.All("a", "#context_text"));
        Assert.Contains("is not JSON", Assert.Single(secret.All("p", "id=\"metadata_json-fault\"")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_search_did_not_find_is_filled_in()
    {
        using var pages = await SignInAsync();

        var form = (await pages.GetAsync($"{Form}?title=57P01%20%22on%20reload%22&context=%0Aa%3Cb")).Is(HttpStatusCode.OK);

        Assert.Equal("57P01 \"on reload\"", form.ValueOf("title"));
        Assert.Equal(["a<b", ""], form.All("textarea", "required"));
    }

    [Fact]
    public async Task The_longest_texts_that_the_contract_allows_fit_and_longer_ones_are_told_so()
    {
        var longest = string.Concat(Enumerable.Repeat("🚀", 49_999)) + "x";
        using var pages = new RawPages(App.ApiAddress);
        var session = (await pages.SignInAsync(await Tenant.CreateKeyAsync(Scopes.Read, Scopes.Contribute))).Split(';')[0];
        var (form, token) = await pages.OpenFormAsync(Form, ("Cookie", session));

        using var stored = await pages.SendAsync(HttpMethod.Post, Form, Multipart(token, longest, longest), ("Cookie", $"{session}; {form}"));
        using var tooLarge = await pages.SendAsync(HttpMethod.Post, Form, Multipart(token, longest, new string('x', 1024 * 1024)), ("Cookie", $"{session}; {form}"));

        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.RequestEntityTooLarge), (stored.StatusCode, tooLarge.StatusCode));
        Assert.Contains("over 1 MiB", await tooLarge.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(1, await CountTracesAsync());
    }

    private static MultipartFormDataContent Multipart(string token, string context, string solution) => new()
    {
        { new StringContent(token), RawPages.TokenField },
        { new StringContent("The longest"), "title" },
        { new StringContent(context), "context_text" },
        { new StringContent(solution), "solution_text" },
    };

    private static Guid IdIn(PageAnswer redirect) => Guid.Parse(redirect.Location!["/traces/".Length..].Split('?')[0]);

    private async Task<PageClient> SignInAsync() => await PageClient.SignInAsync(App, await Tenant.CreateKeyAsync(Scopes.Read, Scopes.Contribute));
}
