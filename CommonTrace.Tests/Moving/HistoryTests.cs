using System.Text;
using System.Text.Json.Nodes;
using CommonTrace.Core.Import;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Moving;

/// <summary>What an import says to a history, to vectors and to references that are not as they should be.</summary>
public sealed class HistoryTests(TestApp app)
{
    private static readonly Guid Commons = Tenant.CommonsId;

    [Theory]
    [InlineData("""{"votes": [{}]}""", "votes[0].voter_id: is required.")]
    [InlineData("""{"votes": [null]}""", "votes[0]: must be an object.")]
    [InlineData("""{"votes": [{"id": 7}]}""", "votes[0].id: is of a wrong type")]
    [InlineData("""{"votes": [{"vote_type": "sideways"}]}""", "votes[0].vote_type: must be one of up, down.")]
    [InlineData("""{"votes": [{"vote_type": "down"}]}""", "votes[0].feedback_tag: must be one of outdated")]
    [InlineData("""{"votes": [{"weight": 1.5}]}""", "votes[0].weight: is 1.5; it must be above 0 and at most 1.")]
    [InlineData("""{"outcomes": [{"weight": 0}]}""", "outcomes[0].solved: is required.")]
    [InlineData("""{"amendments": [{"status": "accepted"}]}""", "amendments[0].decided_at: must be there")]
    [InlineData("""{"amendments": [{"safety_flags": ["Drop table"]}]}""", "amendments[0].safety_flags: holds what is no name of a flag.")]
    [InlineData("""{"versions": [{"version": 1}]}""", "versions: must all be older than version 1")]
    [InlineData("""{"version": 3, "versions": [{"version": 2, "tags": ["A B"]}]}""", "versions[0].tags: holds what is no tag.")]
    [InlineData("""{"flags": [{"category": "dull"}]}""", "flags[0].category: must be one of harmful")]
    [InlineData("""{"opens": [{"opened_at": "0001-01-01T00:00:00Z"}]}""", "opens[0].opened_at: is required.")]
    [InlineData("""{"stats": {"retrieval_count": -1}}""", "stats.retrieval_count: is -1")]
    [InlineData("""{"status": "good"}""", "status: must be one of pending, validated.")]
    [InlineData("""{"trust_score": 1e9}""", "trust_score: is 1000000000")]
    [InlineData("""{"confirmation_count": -1}""", "confirmation_count: is -1")]
    [InlineData("""{"flagged_at": "1312-01-01"}""", "flagged_at: must not be before 1900.")]
    [InlineData("""{"contributor": {"display_name": "Ada"}}""", "contributor.id: is required.")]
    [InlineData("""{"people": [{"id": "01900000-0000-7000-8000-000000000001", "display_name": " "}]}""", "people[0].display_name: must not be empty.")]
    [InlineData("""{"embedding": {"model_id": "m", "model_version": "1", "dimensions": 3, "vector": "[1,2]"}}""", "embedding.vector: is not 3 numbers")]
    [InlineData("""{"embedding": {"model_id": "m", "model_version": "1", "dimensions": 2, "vector": "[1,NaN]"}}""", "embedding.vector: is not 2 numbers")]
    public void A_bad_entry_rejects_its_line_and_names_its_field(string fields, string detail)
    {
        var line = Encoding.UTF8.GetBytes(With(Line("bad"), fields).ToJsonString());

        var failure = ReadLine.Execute(1, line, _ => { }).Failure;

        Assert.Equal("validation.failed", failure?.Code);
        Assert.Contains(detail, failure!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lines_beside_a_bad_one_are_imported()
    {
        await using var stage = await MovingStage.CreateAsync(app);

        var report = await stage.ImportAsync(Commons, Line("good"), With(Line("bad"), """{"votes": [{}]}"""), Line("good too"));

        Assert.Equal((2, 1), (report.Imported, report.RejectedCount));
        Assert.Equal((2, "validation.failed"), (report.Rejected[0].Line, report.Rejected[0].Code));
    }

    [Fact]
    public async Task Two_votes_of_one_voter_are_one_too_many()
    {
        await using var stage = await MovingStage.CreateAsync(app);
        await stage.FillAsync(Commons);
        var line = (await stage.ExportAsync(Commons)).Single(trace => (int)trace["version"]! == 2);
        line["votes"]![1]!["voter_id"] = line["votes"]![0]!["voter_id"]!.DeepClone();
        line["title"] = "another";

        var report = await stage.ImportAsync(Commons, line);

        Assert.Contains("votes[1]: is the second of 01900000-0000-7000-8000-0000000000b2.", Assert.Single(report.Rejected).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_in_the_history_is_refused_and_personal_data_is_replaced()
    {
        await using var stage = await MovingStage.CreateAsync(app);
        await stage.FillAsync(Commons);
        var other = await stage.CreateTenantAsync();
        var lines = (await stage.ExportAsync(Commons)).Where(trace => (int)trace["version"]! == 2).ToList();
        lines.Add(lines[0].DeepClone().AsObject());
        lines[0]["votes"]![1]!["feedback_text"] = $"with {ApiKeyFormat.Generate()}";
        lines[1]["amendments"]![0]!["explanation"] = "ask ada@analytical-engine.io";

        var report = await stage.ImportAsync(other, lines);

        Assert.Equal((1, "safety.secret_detected"), (Assert.Single(report.Rejected).Line, report.Rejected[0].Code));
        Assert.Contains("votes[1].feedback_text", report.Rejected[0].Detail, StringComparison.Ordinal);
        Assert.Equal("ask [email]", await stage.Database.SqlAsync("select explanation from amendments where tenant_id = $1 and status = 'accepted'", other));
    }

    [Fact]
    public async Task A_copy_of_a_trace_under_another_title_brings_its_own_votes()
    {
        await using var stage = await MovingStage.CreateAsync(app);
        await stage.FillAsync(Commons);
        var line = (await stage.ExportAsync(Commons)).Single(trace => (int)trace["version"]! == 2);
        line["title"] = "another";
        line.Remove("id");

        var report = await stage.ImportAsync(Commons, line);

        Assert.Equal((1, 1), (report.Imported, report.VectorsIgnored + 1));
        Assert.Equal(4L, await stage.Database.SqlAsync("select count(*) from votes"));
        Assert.Equal(2L, await stage.Database.SqlAsync("select upvote_count / 2::bigint from reputations where domain_tag = '' and user_id = '01900000-0000-7000-8000-0000000000a1'"));
    }

    [Fact]
    public async Task A_vector_of_another_model_is_ignored_and_counted()
    {
        await using var source = await MovingStage.CreateAsync(app);
        await using var target = await MovingStage.CreateAsync(app);
        await source.FillAsync(Commons);
        var exported = await source.ExportAsync(Commons);
        exported.Single(trace => (int)trace["version"]! == 2)["embedding"]!["model_version"] = "another";

        var check = await target.ImportAsync(Commons, check: true, exported);
        var report = await target.ImportAsync(Commons, exported);

        Assert.Equal((1, 1), (check.VectorsIgnored, report.VectorsIgnored));
        Assert.Equal("title 2 🚀,title 3 🚀", await target.Database.SqlAsync(
            "select string_agg(t.title, ',' order by t.title) from embedding_jobs j join traces t on t.id = j.trace_id where t.embedding is null"));
    }

    [Fact]
    public async Task A_trace_supersedes_what_comes_later_once_it_is_imported_again()
    {
        await using var stage = await MovingStage.CreateAsync(app);
        var older = With(Line("older"), """{"id": "01900000-0000-7000-8000-000000000001"}""");
        var newer = With(Line("newer"), """{"supersedes_trace_id": "01900000-0000-7000-8000-000000000001"}""");

        var first = await stage.ImportAsync(Commons, newer);
        var second = await stage.ImportAsync(Commons, newer, older);
        var third = await stage.ImportAsync(Commons, newer);

        Assert.Equal((1, 0, 0), (first.SupersedesMissing, second.SupersedesMissing, third.SupersedesMissing));
        Assert.Equal("newer", await stage.Database.SqlAsync("select title from traces where supersedes_trace_id = '01900000-0000-7000-8000-000000000001'"));
    }

    private static JsonObject Line(string title) => new() { ["title"] = title, ["context"] = "c", ["solution"] = "s" };

    private static JsonObject With(JsonObject line, string fields)
    {
        foreach (var (name, value) in JsonNode.Parse(fields)!.AsObject())
        {
            line[name] = value?.DeepClone();
        }

        return line;
    }
}
