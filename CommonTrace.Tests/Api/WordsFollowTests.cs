using System.Text;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

/// <summary>What comes in bulk gets its words from a worker.</summary>
public sealed class WordsFollowTests(TestApp app) : OwnTenant(app)
{
    [Fact]
    public async Task What_was_imported_is_soon_found_by_its_words()
    {
        using var importer = await Tenant.CreateClientAsync(Scopes.Operate);
        var id = Guid.CreateVersion7();

        (await importer.PostBytesAsync(
            ApiCalls.Import, Encoding.UTF8.GetBytes(ImportBody.Line(Submission(("id", id), ("title", "A deadlock during vacuum")))), "application/x-ndjson")).IsTally(imported: 1);

        await Eventually.TrueAsync(async () => (await Client.SearchAsync(new { q = "deadlock", mode = "keyword" })).Found.SequenceEqual([id]));
    }

    [Fact]
    public async Task The_sample_traces_have_their_words() => await Eventually.TrueAsync(async () =>
        await App.SqlAsync("select bool_and(s.words is not null) from traces t left join trace_search s on s.trace_id = t.id where t.is_seed") is true);
}
