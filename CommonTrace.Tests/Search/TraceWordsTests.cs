using CommonTrace.Core.Data;
using CommonTrace.Core.Search;
using CommonTrace.Core.Search.Words;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CommonTrace.Tests.Search;

/// <summary>A trace's words follow the trace, whoever writes it.</summary>
public sealed class TraceWordsTests(TestApp app) : IAsyncLifetime
{
    private JobStage? _stage;
    private IHost? _api;

    private JobStage Stage => _stage!;

    public async ValueTask InitializeAsync()
    {
        _stage = await JobStage.CreateAsync(app);
        _api = _stage.Database.CreateHost(DatabaseRole.Api);
    }

    public async ValueTask DisposeAsync()
    {
        _api?.Dispose();
        await Stage.DisposeAsync();
    }

    [Fact]
    public async Task A_trace_written_by_SQL_is_found_once_its_words_were_read()
    {
        var trace = await Stage.AddTraceAsync("A deadlock during vacuum");

        var before = await FindAsync("deadlock");
        var read = await ReadAsync();

        Assert.Empty(before);
        Assert.Equal((1, 0), (read, await ReadAsync()));
        Assert.Equal([trace], await FindAsync("deadlock"));
    }

    [Fact]
    public async Task A_changed_text_is_read_again()
    {
        var trace = await Stage.AddTraceAsync("A deadlock during vacuum");
        await ReadAsync();

        await Stage.EditAsync(trace, "A bucket is replaced");
        var read = await ReadAsync();

        Assert.Equal(1, read);
        Assert.Empty(await FindAsync("deadlock"));
        Assert.Equal([trace], await FindAsync("bucket"));
    }

    [Fact]
    public async Task Changed_tags_are_read_again_and_other_traces_are_left_alone()
    {
        var trace = await Stage.AddTraceAsync("A deadlock during vacuum");
        await Stage.AddTraceAsync("A bucket is replaced");
        await ReadAsync();

        await AddTagAsync(trace, "zookeeper");
        var added = (await ReadAsync(), await FindAsync("zookeeper"));
        await Stage.Database.SqlAsync("delete from trace_tags where trace_id = $1", trace);
        var removed = (await ReadAsync(), await FindAsync("zookeeper"));

        Assert.Equal(1, added.Item1);
        Assert.Equal([trace], added.Item2);
        Assert.Equal(1, removed.Item1);
        Assert.Empty(removed.Item2);
    }

    [Fact]
    public async Task What_is_no_text_of_a_trace_may_change_without_its_words_being_read_again()
    {
        var trace = await Stage.AddTraceAsync("A deadlock during vacuum");
        await ReadAsync();

        await Stage.Database.SqlAsync("update traces set trust_score = 3, status = 'validated', flagged_at = null, title = title where id = $1", trace);

        Assert.Equal(0, await ReadAsync());
    }

    [Fact]
    public async Task A_contribution_has_its_words_at_once()
    {
        var trace = await ContributeAsync("A deadlock during vacuum", "Two of them.", tags: "sql");

        Assert.Equal([trace], await FindAsync("deadlock"));
        Assert.Equal(0, await ReadAsync());
    }

    [Fact]
    public async Task A_contribution_has_the_words_that_reading_it_gives()
    {
        const string Words = "select head || words::text || signature::text from trace_search where trace_id = $1";
        var trace = await ContributeAsync("System.NullReferenceException: it's C# 42P01", "Caching \\ 'quoted' 連接池 🚀 no_verify.", tags: ["c#", "net-10"]);
        var contributed = await Stage.Database.SqlAsync(Words, trace);

        await Stage.Database.SqlAsync("update trace_search set words = null, head = null, signature = null");
        await ReadAsync();

        Assert.Equal(contributed, await Stage.Database.SqlAsync(Words, trace));
    }

    [Fact]
    public async Task Two_readers_at_once_read_everything()
    {
        await Stage.AddManyAsync(350, "deadlock");

        await Task.WhenAll(ReadAllAsync(), ReadAllAsync());

        Assert.Equal(350L, await Stage.Database.SqlAsync("select count(*) from trace_search where words @@ 'deadlock'::tsquery and cardinality(signature) > 0"));
    }

    [Fact]
    public async Task A_deleted_trace_takes_its_words_along()
    {
        var trace = await Stage.AddTraceAsync("A deadlock during vacuum");
        await AddTagAsync(trace, "sql");
        await ReadAsync();

        await Stage.Database.SqlAsync("delete from traces where id = $1", trace);

        Assert.Equal(0L, await Stage.Database.SqlAsync("select count(*) from trace_search"));
        Assert.Empty(await FindAsync("deadlock"));
    }

    [Theory]
    [InlineData("a{0:x4}", "a1aff")]
    [InlineData("ａ{0:x4}Ｂ", "ａ1aff")]
    [InlineData("𝒳{0:x4}", "𝒳1aff")]
    public async Task The_longest_text_of_distinct_words_is_stored_and_found_to_its_end(string form, string last)
    {
        var words = string.Join(' ', Enumerable.Range(0, 0x1B00).Select(number => string.Format(null, form, number)));

        var trace = await ContributeAsync("A long log", words);

        Assert.Equal([trace], await FindAsync(last));
    }

    [Fact]
    public async Task The_most_that_a_trace_may_say_fits()
    {
        var random = new Random(20_260_105);
        string Text() => new([.. Enumerable.Range(0, 50_000).Select(place => place % 4 == 3 ? '_' : (char)((place % 4 == 0 ? 0xFF21 : 0xFF41) + random.Next(26)))]);

        var trace = await ContributeAsync("A deadlock during vacuum", Text(), Text());

        Assert.Equal([trace], await FindAsync("deadlock"));
    }

    [Fact]
    public async Task Title_and_tags_are_found_however_long_the_text_is()
    {
        string Text(int first) => string.Join(' ', Enumerable.Range(first, 9_900).Select(number => $"{number:x4}"));

        var trace = await ContributeAsync("A deadlock during vacuum", Text(0x1000), Text(0x5000), "zookeeper");

        Assert.Equal([trace], await FindAsync("vacuum"));
        Assert.Equal([trace], await FindAsync("zookeeper"));
    }

    private Task<int> ReadAsync() => Stage.UseAsync<IndexWords, int>(words => words.RunOnceAsync(TestContext.Current.CancellationToken));

    private async Task ReadAllAsync()
    {
        while (await ReadAsync() > 0)
        {
        }
    }

    private Task<object?> AddTagAsync(Guid trace, string tag) => Stage.Database.SqlAsync(
        """
        with tag as (insert into tags (id, tenant_id, name) values (gen_random_uuid(), $2, $3) returning id)
        insert into trace_tags (trace_id, tag_id, tenant_id) select $1, id, $2 from tag
        """,
        trace, Tenant.CommonsId, tag);

    private async Task<List<Guid>> FindAsync(string text) =>
        [.. (await SearchStage.SearchAsync(_api!, text, SearchMode.Keyword)).Hits.Select(hit => hit.Trace.Id)];

    private async Task<Guid> ContributeAsync(string title, string text, string solution = "See above.", params string[] tags)
    {
        await using var scope = _api!.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantContext>().Enter(Tenant.CommonsId);
        var answer = await scope.ServiceProvider.GetRequiredService<ContributeTrace>().ExecuteAsync(
            new Caller(User.OperatorId, Tenant.CommonsId, Scopes.All, null), new NewTrace(title, text, solution, tags), null, TestContext.Current.CancellationToken);
        Assert.True(answer.Succeeded(out var trace, out var failure), failure?.ToString());
        return trace.Id;
    }
}
