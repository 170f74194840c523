using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;
using static CommonTrace.Tests.Api.ImportBody;

namespace CommonTrace.Tests.Moving;

/// <summary>A check of an import says what the import says, and stores nothing.</summary>
public sealed class CheckTests(TestApp app) : OwnTenant(app)
{
    private const string CountSql =
        """
        select (select count(*) from traces where tenant_id = $1) + (select count(*) from tags where tenant_id = $1) + (select count(*) from users where tenant_id = $1)
            + (select count(*) from audit_log where detail ->> 'tenant_id' = $1::text)
        """;

    [Fact]
    public async Task It_answers_as_the_import_does_and_leaves_nothing_behind()
    {
        var (taken, same) = (Submission(("id", Guid.CreateVersion7())), Submission(("tags", new[] { "new", "ü" }), ("contributor", new { id = Guid.CreateVersion7() })));
        await ImportAsync(Line(taken));
        var body = Lines(same, same, Submission(("id", taken["id"])), taken, Submission(("supersedes_trace_id", Guid.CreateVersion7())), Submission(("status", "good")));
        var before = await App.SqlAsync(CountSql, Tenant.Id);

        var check = await ImportAsync(body, "?check=true");
        var between = await App.SqlAsync(CountSql, Tenant.Id);
        var import = await ImportAsync(body, "?check=false");

        check.IsTally(imported: 2, unchanged: 2, rejected: 2);
        Assert.Equal(before, between);
        Assert.Equal(check.Body.GetRawText(), import.Body.GetRawText());
        Assert.Equal(1, import.Body.GetProperty("supersedes_missing").GetInt32());
        Assert.NotNull(await App.SqlAsync("select id from audit_log where action = 'tenant.import' and detail ->> 'tenant_id' = $1", Tenant.Id.ToString()));
    }

    [Fact]
    public async Task It_finds_what_stands_twice_in_a_long_body()
    {
        await using var stage = await MovingStage.CreateAsync(App);
        var lines = Enumerable.Range(0, 2_500).Select(number => new JsonObject { ["title"] = $"trace {number % 1_500}", ["context"] = "c", ["solution"] = "s" }).ToList();

        var check = await stage.ImportAsync(Core.Tenants.Tenant.CommonsId, check: true, lines);
        var import = await stage.ImportAsync(Core.Tenants.Tenant.CommonsId, lines);

        Assert.Equal((1_500, 1_000), (check.Imported, check.Unchanged));
        Assert.Equal((1_500, 1_000), (import.Imported, import.Unchanged));
    }

    [Fact]
    public async Task An_export_by_the_api_carries_vectors_only_when_it_is_asked()
    {
        using var importer = await Tenant.CreateClientAsync(Scopes.Operate);
        await ImportAsync(Line(Submission()));

        var plain = await importer.GetStringAsync("/api/v1/admin/export", TestContext.Current.CancellationToken);
        var full = await importer.GetStringAsync("/api/v1/admin/export?vectors=true&history=false", TestContext.Current.CancellationToken);

        Assert.DoesNotContain("\"embedding\"", plain, StringComparison.Ordinal);
        Assert.Contains("\"embedding\"", full, StringComparison.Ordinal);
        Assert.DoesNotContain("\"votes\"", full, StringComparison.Ordinal);
    }

    private async Task<Answer> ImportAsync(string body, string query = "")
    {
        using var importer = await Tenant.CreateClientAsync(Scopes.Operate);
        return (await importer.PostBytesAsync(ApiCalls.Import + query, Encoding.UTF8.GetBytes(body), "application/x-ndjson")).Is(HttpStatusCode.OK);
    }
}
