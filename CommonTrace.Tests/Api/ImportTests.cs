using System.Net;
using System.Text;
using System.Text.Json;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;
using static CommonTrace.Tests.Api.ImportBody;

namespace CommonTrace.Tests.Api;

/// <summary>What becomes of the lines of an import.</summary>
public sealed class ImportTests(TestApp app) : OwnTenant(app)
{
    private const int LongestLine = 16 * 1024 * 1024;

    [Fact]
    public async Task A_line_becomes_a_trace_as_it_was_written()
    {
        var id = Guid.CreateVersion7();
        var trace = Submission(
            ("id", id), ("created_at", "2024-02-29T12:00:00+02:00"), ("title", "Größe 🚀"), ("tags", new[] { " Post Gres ", "c#", "über" }),
            ("agent_model", "model"), ("agent_version", "1.2"), ("metadata_json", new { language = "c#" }), ("mood", new[] { 1 }));

        var answer = await ImportAsync(Line(trace));
        var read = (await Client.GetAnswerAsync($"{ApiCalls.Traces}/{id}")).Is(HttpStatusCode.OK).Body;

        answer.IsTally(imported: 1);
        Assert.Equal(["über"], answer.Texts("dropped_tags"));
        foreach (var field in new[] { "id", "title", "context_text", "solution_text", "agent_model", "agent_version", "metadata_json" })
        {
            Assert.True(JsonElement.DeepEquals(JsonSerializer.SerializeToElement(trace[field]), read.GetProperty(field)), $"{field}: {read}");
        }

        Assert.Equal(["c#", "post-gres"], read.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        Assert.Equal(Tenant.UserId, read.GetProperty("contributor_id").GetGuid());
        Assert.Equal("2024-02-29T10:00:00+00:00", read.GetProperty("created_at").GetString());
    }

    [Fact]
    public async Task An_imported_trace_is_embedded_after_those_that_people_wait_for()
    {
        var id = Guid.CreateVersion7();

        await ImportAsync(Line(Submission(("id", id))));

        Assert.Equal((short)-5, await App.SqlAsync("select priority from embedding_jobs where trace_id = $1 and tenant_id = $2", id, Tenant.Id));
        await Eventually.TrueAsync(async () => await App.SqlAsync("select embedding is not null from traces where id = $1", id) is true);
    }

    [Fact]
    public async Task A_second_run_changes_nothing()
    {
        const string Fingerprint =
            """
            select md5(string_agg(t.ctid || t.xmin::text || coalesce(l.xmin::text, ''), ',' order by t.id))
            from traces t left join trace_tags l on l.trace_id = t.id where t.tenant_id = $1
            """;
        var body = Lines(Submission(("id", Guid.CreateVersion7())), Submission(), Submission(("tags", new[] { "a", "b" })));
        await Client.PostAnswerAsync(ApiCalls.Traces, Submission());

        var first = await ImportAsync(body);
        await EmbeddedAsync();
        var before = await App.SqlAsync(Fingerprint, Tenant.Id);
        var second = await ImportAsync(body);

        first.IsTally(imported: 3);
        second.IsTally(unchanged: 3);
        Assert.Equal(before, await App.SqlAsync(Fingerprint, Tenant.Id));
        Assert.Equal(4L, await App.SqlAsync("select count(*) from embedding_jobs where tenant_id = $1", Tenant.Id));
    }

    [Theory]
    [InlineData("{", "request.malformed", "byte 2")]
    [InlineData("title=a", "request.malformed", "byte 2")]
    [InlineData("[]", "validation.failed", "not a JSON object")]
    [InlineData("null", "validation.failed", "not a JSON object")]
    [InlineData("{}", "validation.failed", "title: is required. context_text: is required. solution_text: is required.")]
    [InlineData("""{"title": 5}""", "validation.failed", "title:")]
    [InlineData("""{"tags": ["a", 1]}""", "validation.failed", "tags[1]:")]
    [InlineData("""{"id": "7"}""", "validation.failed", "id:")]
    [InlineData("""{"created_at": "yesterday"}""", "validation.failed", "created_at:")]
    [InlineData("""{"title": "half \ud83d"}""", "validation.failed", "title:")]
    [InlineData("""{"title": "a\u0000", "context": "b", "solution": "c"}""", "validation.failed", "title: holds a NUL")]
    [InlineData("""{"title": "a", "context": " ", "solution": "c"}""", "validation.failed", "context_text: must not be empty.")]
    [InlineData("""{"title": "a", "context": "b", "solution": "c", "metadata_json": 7}""", "validation.failed", "metadata_json:")]
    public async Task A_bad_line_is_told_by_its_number_and_the_rest_goes_on(string line, string code, string detail)
    {
        var answer = await ImportAsync($"{Line(Submission())}\n{line}\n{Line(Submission())}");

        answer.IsTally(imported: 2, rejected: 1);
        Assert.Equal([(2, code)], answer.Rejected());
        Assert.Contains(detail, answer.Body.GetProperty("rejected")[0].GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("title", 200)]
    [InlineData("context", 50_000)]
    [InlineData("solution_text", 50_000)]
    [InlineData("agent_model", 100)]
    [InlineData("agent_version", 50)]
    public async Task The_limits_are_those_of_a_contributed_trace(string field, int most)
    {
        var longest = Submission();
        longest.Remove($"{field}_text");
        longest[field] = string.Concat(Enumerable.Repeat("🚀", most));
        var tooLong = new Dictionary<string, object?>(longest) { [field] = longest[field] + "x" };

        var answer = await ImportAsync(Lines(longest, tooLong));

        answer.IsTally(imported: 1, rejected: 1);
        Assert.Contains($"{most + 1}", answer.Body.GetProperty("rejected")[0].GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_spoil_their_line_only()
    {
        byte[] body = [.. "{\"title\":\""u8, 0xff, .. "\"}\n"u8, .. Encoding.UTF8.GetBytes(Line(Submission()))];

        var answer = await ImportAsync(body);

        answer.IsTally(imported: 1, rejected: 1);
        Assert.Equal([(1, "request.malformed")], answer.Rejected());
    }

    [Fact]
    public async Task Marks_and_blank_lines_of_any_editor_are_tolerated_and_counted()
    {
        var answer = await ImportAsync($"\uFEFF{Line(Submission())}\r\n\r\n \t\n{Line(Submission())}\r\n{{\r\n");

        answer.IsTally(imported: 2, rejected: 1);
        Assert.Equal([(5, "request.malformed")], answer.Rejected());
    }

    [Fact]
    public async Task A_line_of_sixteen_mebibytes_is_taken_and_a_longer_one_is_left_out()
    {
        var longest = Line(Submission()).PadRight(LongestLine);

        var answer = await ImportAsync($"{longest}\n{Line(Submission()).PadRight(2 * LongestLine)}\n{Line(Submission())}\n{longest} ");

        answer.IsTally(imported: 2, rejected: 2);
        Assert.Equal([(2, "request.too_large"), (4, "request.too_large")], answer.Rejected());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("\uFEFF")]
    public async Task A_body_without_traces_imports_nothing(string body) => (await ImportAsync(body)).IsTally();

    [Fact]
    public async Task An_endless_list_of_bad_lines_is_cut_and_counted()
    {
        var answer = await ImportAsync(string.Concat(Enumerable.Repeat("{\n", 10_500)));

        Assert.Equal(10_500, answer.Is(HttpStatusCode.OK).Body.GetProperty("rejected_count").GetInt32());
        Assert.Equal(10_000, answer.Body.GetProperty("rejected").GetArrayLength());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/jsonl")]
    public async Task The_lines_are_read_alike_whatever_the_media_type_says(string mediaType)
    {
        var answer = await ImportAsync(Encoding.UTF8.GetBytes(Line(Submission())), mediaType);

        answer.IsTally(imported: 1);
    }

    [Fact]
    public async Task Only_an_operator_imports()
    {
        var answer = await Client.PostTextAsync(ApiCalls.Import, Line(Submission()));

        Assert.Equal("auth.scope_missing", answer.Is(HttpStatusCode.Forbidden).Code);
        Assert.Equal(0, await CountTracesAsync());
    }

    private async Task<Answer> ImportAsync(byte[] body, string mediaType = "application/x-ndjson")
    {
        using var importer = await Tenant.CreateClientAsync(Scopes.Operate);
        return await importer.PostBytesAsync(ApiCalls.Import, body, mediaType);
    }

    private Task<Answer> ImportAsync(string body) => ImportAsync(Encoding.UTF8.GetBytes(body));

    private Task EmbeddedAsync() => Eventually.TrueAsync(async () =>
        await App.SqlAsync("select bool_and(status = 'completed') from embedding_jobs where tenant_id = $1", Tenant.Id) is true);
}
