using System.Text;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;
using static CommonTrace.Tests.Api.ImportBody;

namespace CommonTrace.Tests.Api;

/// <summary>Lines that meet what is there already.</summary>
public sealed class ImportConflictTests(TestApp app) : OwnTenant(app)
{
    private const string IdTaken = "import.id_taken";

    [Fact]
    public async Task The_same_content_is_one_trace_whatever_its_id()
    {
        var trace = Submission();
        await Client.PostAnswerAsync(ApiCalls.Traces, trace);

        var answer = await ImportAsync(trace, With(trace, "id", Guid.CreateVersion7()));

        answer.IsTally(unchanged: 2);
        Assert.Equal(1, await CountTracesAsync());
    }

    [Fact]
    public async Task Of_two_equal_lines_the_first_is_imported()
    {
        var trace = Submission();
        var id = Guid.CreateVersion7();

        var answer = await ImportAsync(With(trace, "id", id), trace, With(trace, "id", Guid.CreateVersion7()), With(trace, "id", id));

        answer.IsTally(imported: 1, unchanged: 3);
        Assert.Equal(id, await App.SqlAsync("select trace_id from embedding_jobs where tenant_id = $1", Tenant.Id));
    }

    [Fact]
    public async Task An_id_with_other_content_is_refused_within_a_body_and_later()
    {
        var id = Guid.CreateVersion7();
        var first = Submission(("id", id));

        var once = await ImportAsync(first, Submission(("id", id)));
        var later = await ImportAsync(Submission(("id", id)), Submission());

        once.IsTally(imported: 1, rejected: 1);
        Assert.Equal([(2, IdTaken)], once.Rejected());
        later.IsTally(imported: 1, rejected: 1);
        Assert.Equal([(1, IdTaken)], later.Rejected());
        Assert.Equal(first["title"], await App.SqlAsync("select title from traces where id = $1", id));
    }

    [Fact]
    public async Task Content_refused_for_its_id_is_imported_under_another()
    {
        var taken = Guid.CreateVersion7();
        var trace = Submission(("id", Guid.CreateVersion7()));
        await ImportAsync(Submission(("id", taken)));

        var answer = await ImportAsync(With(trace, "id", taken), trace);

        // The first line's content is there in the end: it is no loss that it stands under the other id.
        answer.IsTally(imported: 1, unchanged: 1);
        Assert.Equal(trace["title"], await App.SqlAsync("select title from traces where id = $1", trace["id"]!));
    }

    [Fact]
    public async Task An_id_of_another_tenant_is_told_to_nobody_and_its_content_is_imported_under_another()
    {
        var trace = Submission(("id", Guid.CreateVersion7()));
        var other = await App.CreateTenantAsync();
        await ImportAsync(trace);

        using var importer = App.CreateClient();
        var answer = await importer.PostAnswerAsync(ApiCalls.Import, trace, ("X-Tenant-ID", other.Id.ToString()));
        var again = await importer.PostAnswerAsync(ApiCalls.Import, trace, ("X-Tenant-ID", other.Id.ToString()));

        answer.IsTally(imported: 1);
        again.IsTally(unchanged: 1);
        Assert.Equal(1L, await App.SqlAsync("select count(*) from traces where tenant_id = $1 and id <> $2", other.Id, trace["id"]!));
    }

    [Fact]
    public async Task Imports_of_the_same_traces_at_once_store_each_once()
    {
        var traces = Enumerable.Range(0, 50).Select(index => Submission(("tags", new[] { $"a{index}", $"b{50 - index}" }))).ToArray();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(turn =>
            ImportAsync(turn % 2 == 0 ? traces : [.. traces.AsEnumerable().Reverse()])));

        Assert.Equal((50, 250), (answers.Sum(answer => answer.Count("imported")), answers.Sum(answer => answer.Count("unchanged"))));
        Assert.Equal(50, await CountTracesAsync());
    }

    private static Dictionary<string, object?> With(Dictionary<string, object?> trace, string field, object? value) => new(trace) { [field] = value };

    private async Task<Answer> ImportAsync(params Dictionary<string, object?>[] traces)
    {
        using var importer = await Tenant.CreateClientAsync(Scopes.Operate);
        return await importer.PostBytesAsync(ApiCalls.Import, Encoding.UTF8.GetBytes(Lines(traces)), "application/x-ndjson");
    }
}
