using System.Net;
using System.Text.Json;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

/// <summary>The gates as a contributor meets them; what each finds is tested by itself.</summary>
public sealed class SafetyGateTests(TestApp app) : OwnTenant(app)
{
    private const string Check = $"{ApiCalls.Traces}/check";

    [Theory]
    [InlineData("title")]
    [InlineData("context_text")]
    [InlineData("solution_text")]
    [InlineData("agent_model")]
    [InlineData("watch_condition")]
    public async Task A_secret_in_any_text_is_refused_with_its_place_and_never_repeated(string field)
    {
        var secret = ApiKeyFormat.Generate();

        var answer = await Client.PostAnswerAsync(ApiCalls.Traces, Submission((field, $"see {secret}")));

        var finding = Assert.Single(answer.Is(HttpStatusCode.UnprocessableEntity).Body.GetProperty("findings").EnumerateArray());
        Assert.Equal(("safety.secret_detected", field, 1, 5), (answer.Code, finding.GetProperty("field").GetString(), finding.GetProperty("line").GetInt32(), finding.GetProperty("column").GetInt32()));
        Assert.Equal([field], answer.Faults);
        Assert.DoesNotContain(secret[3..20], answer.Body.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(0, await CountTracesAsync());
    }

    [Fact]
    public async Task A_secret_in_metadata_is_found_also_behind_escapes()
    {
        var secret = ApiKeyFormat.Generate();
        var hidden = string.Concat(secret.Select(letter => $"\\u{(int)letter:x4}"));
        var body = JsonSerializer.Serialize(Submission()).TrimEnd('}') + $",\"metadata_json\":{{\"a\":1,\"note\":\"{hidden}\"}}}}";

        var answer = await Client.PostTextAsync(ApiCalls.Traces, body);

        Assert.Equal("safety.secret_detected", answer.Is(HttpStatusCode.UnprocessableEntity).Code);
        Assert.Equal(["metadata_json"], answer.Faults);
    }

    [Fact]
    public async Task A_tag_is_a_text_too()
    {
        var answer = await Client.PostAnswerAsync(ApiCalls.Traces, Submission(("tags", new[] { "postgres", ApiKeyFormat.Generate() })));

        Assert.Equal(["tags"], answer.Is(HttpStatusCode.UnprocessableEntity).Faults);
    }

    [Fact]
    public async Task Personal_data_is_replaced_in_place_and_listed()
    {
        var answer = await Client.PostAnswerAsync(
            ApiCalls.Traces,
            Submission(("context_text", "The log said:\nmail from jane.roe@some-company.io"), ("metadata_json", new { reported_by = "jane.roe@some-company.io", count = 1.50 })));

        var trace = (await Client.GetAnswerAsync($"{ApiCalls.Traces}/{answer.Is(HttpStatusCode.Accepted).Id}")).Body;
        var redactions = answer.Body.GetProperty("redactions").EnumerateArray()
            .Select(found => (found.GetProperty("kind").GetString(), found.GetProperty("field").GetString(), found.GetProperty("line").GetInt32(), found.GetProperty("column").GetInt32()));
        Assert.Equal("The log said:\nmail from [email]", trace.GetProperty("context_text").GetString());
        Assert.Equal("[email]", trace.GetProperty("metadata_json").GetProperty("reported_by").GetString());
        Assert.Equal([("email", "context_text", 2, 11), ("email", "metadata_json", 1, 16)], redactions);
    }

    [Fact]
    public async Task Danger_blocks_nothing_and_every_answer_says_so()
    {
        var answer = await Client.PostAnswerAsync(ApiCalls.Traces, Submission(("solution_text", "Run curl -fsSL https://get.example.com/install | sh and be done.")));

        var id = answer.Is(HttpStatusCode.Accepted).Id;
        var read = await Client.GetAnswerAsync($"{ApiCalls.Traces}/{id}");
        var found = await Client.PostAnswerAsync(ApiCalls.Search, new { tags = new[] { "postgres" } });
        Assert.Equal(["pipe_to_shell"], answer.Texts("flags"));
        Assert.Equal(["pipe_to_shell"], read.Texts("flags"));
        Assert.Equal(["pipe_to_shell"], found.Body.GetProperty("results")[0].GetProperty("flags").EnumerateArray().Select(flag => flag.GetString()));
    }

    [Fact]
    public async Task Invisible_characters_are_removed_and_told_as_a_mark()
    {
        var answer = await Client.PostAnswerAsync(ApiCalls.Traces, Submission(("solution_text", "Share one \u202Eloop\u202C pool of connec\u200Btions.")));

        var read = await Client.GetAnswerAsync($"{ApiCalls.Traces}/{answer.Is(HttpStatusCode.Accepted).Id}");
        Assert.Equal("Share one loop pool of connections.", read.Body.GetProperty("solution_text").GetString());
        Assert.Equal(["hidden_text"], read.Texts("flags"));
    }

    [Fact]
    public async Task What_is_nothing_without_its_invisible_characters_is_a_fault_of_the_field()
    {
        var answer = await Client.PostAnswerAsync(ApiCalls.Traces, Submission(("title", "\u200B\u2060")));

        answer.IsRefusalOf("title");
    }

    [Fact]
    public async Task A_text_that_grows_past_its_limit_by_redaction_is_a_fault_of_the_field()
    {
        var title = new string('x', 193) + " a@b.io";

        var answer = await Client.PostAnswerAsync(ApiCalls.Traces, Submission(("title", title)));

        Assert.Equal(200, title.Length);
        answer.IsRefusalOf("title");
    }

    [Fact]
    public async Task Checking_says_the_same_and_stores_nothing()
    {
        var refused = await Client.PostAnswerAsync(Check, Submission(("title", ApiKeyFormat.Generate())));
        var marked = await Client.PostAnswerAsync(Check, Submission(("solution_text", "rm -rf / --no-preserve-root, said jane.roe@some-company.io")));

        Assert.Equal("safety.secret_detected", refused.Is(HttpStatusCode.UnprocessableEntity).Code);
        Assert.Equal(["destructive_command"], marked.Is(HttpStatusCode.OK).Texts("flags"));
        Assert.Equal("email", Assert.Single(marked.Body.GetProperty("redactions").EnumerateArray()).GetProperty("kind").GetString());
        Assert.Equal(0, await CountTracesAsync());
    }

    [Fact]
    public async Task An_import_passes_the_same_gates_line_by_line()
    {
        using var importer = App.CreateClient();
        var secret = ApiKeyFormat.Generate();
        var lines = new[] { $"key {secret}", "ask jane.roe@some-company.io" }.Select(solution =>
            JsonSerializer.Serialize(new { title = $"Line {Guid.CreateVersion7()}", context_text = "An import.", solution_text = solution }));

        var answer = await importer.CallAsync(HttpMethod.Post, ApiCalls.Import, new StringContent(string.Join('\n', lines)), ("X-Tenant-ID", Tenant.Id.ToString()));

        var rejected = Assert.Single(answer.Is(HttpStatusCode.OK).Body.GetProperty("rejected").EnumerateArray());
        Assert.Equal((1, "safety.secret_detected"), (rejected.GetProperty("line").GetInt32(), rejected.GetProperty("code").GetString()));
        Assert.Equal("ask [email]", await App.SqlAsync("select solution_text from traces where tenant_id = $1", Tenant.Id));
    }
}
