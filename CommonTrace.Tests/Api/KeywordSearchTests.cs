using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

/// <summary>Search by words: what was contributed is found at once, before anything is embedded.</summary>
public sealed class KeywordSearchTests(TestApp app) : OwnTenant(app)
{
    private const string StackLine = "   at Npgsql.Internal.NpgsqlConnector.<Open>g__ReadMessageLong|281_0(NpgsqlConnector connector, Boolean async)";

    [Theory]
    [InlineData("The replica of postgresql lags", "postgres")]
    [InlineData("Migration ends with SQLSTATE 42P01", "SQLSTATE 42P01")]
    [InlineData("Migration ends with SQLSTATE 42P01", "42p01")]
    [InlineData("System.NullReferenceException in the mapper", "System.NullReferenceException")]
    [InlineData("System.NullReferenceException in the mapper", "NullReferenceException")]
    [InlineData("System.NullReferenceException in the mapper", "null reference exception")]
    [InlineData("git commit --no-verify skips the hooks", "--no-verify")]
    [InlineData("git commit --no-verify skips the hooks", "no_verify")]
    [InlineData("npm ERR! code ENOENT", "ENOENT")]
    [InlineData("npm ERR! code ENOENT", "enoent")]
    [InlineData("Records in C# compare by value", "C#")]
    [InlineData("Templates of C++ grow the binary", "c++")]
    [InlineData("appsettings.json is not copied", "appsettings.json")]
    [InlineData("appsettings.json is not copied", "appsettings")]
    [InlineData("useLayoutEffect warns on the server", "useLayoutEffect")]
    [InlineData("useLayoutEffect warns on the server", "layoutEffect")]
    [InlineData("A response is cached for too long", "caching")]
    [InlineData("Indexes are rebuilt nightly", "index rebuilds")]
    [InlineData("A pod of kubernetes is evicted", "kuber")]
    [InlineData("A pod of kubernetes is evicted", "kubernets")]
    [InlineData("連接池已耗盡", "連接池")]
    [InlineData("Ошибка соединения с базой", "соединения")]
    [InlineData("🚀 Launch pad 🚀 refuses", "🚀 launch pad")]
    public async Task A_trace_is_found_by_what_it_says_and_others_are_not(string said, string asked)
    {
        await Client.ContributeAsync("Hydration mismatch after a deployment", "Markup differs between browser and first paint.");
        await Client.ContributeAsync("Terraform plan wants to replace a bucket", "A lifecycle rule was renamed.");
        var inTitle = await Client.ContributeAsync(said);

        var answer = await Client.SearchAsync(new { q = asked, mode = "keyword" });

        Assert.Equal([inTitle], answer.Found);
        Assert.Equal("keyword", answer.Mode());
    }

    [Fact]
    public async Task A_pasted_line_of_a_stack_trace_finds_the_trace_that_has_it()
    {
        await Client.ContributeAsync("Terraform plan wants to replace a bucket");
        var trace = await Client.ContributeAsync("Opening a connection hangs", $"Unhandled exception.\n{StackLine}\n   at Program.Main()");

        var answer = await Client.SearchAsync(new { q = StackLine, mode = "keyword" });

        Assert.Equal([trace], answer.Found);
    }

    [Fact]
    public async Task A_title_beats_tags_and_tags_beat_texts()
    {
        var text = await Client.ContributeAsync("Third", "A zookeeper was away.");
        var title = await Client.ContributeAsync("First zookeeper");
        var tag = await Client.ContributeAsync("Second", tags: "zookeeper");

        var answer = await Client.SearchAsync(new { q = "zookeeper", mode = "keyword" });

        Assert.Equal([title, tag, text], answer.Found);
    }

    [Fact]
    public async Task A_rare_word_in_a_tag_beats_a_common_one_in_a_title()
    {
        for (var number = 0; number < 12; number++)
        {
            await Client.ContributeAsync($"The connection breaks {number}");
        }

        var rare = await Client.ContributeAsync("Something else", tags: "ballyhoo");

        var answer = await Client.SearchAsync(new { q = "connection ballyhoo", mode = "keyword" });

        Assert.Equal(rare, answer.Found.First());
    }

    [Fact]
    public async Task More_of_the_words_beat_fewer()
    {
        var one = await Client.ContributeAsync("A deadlock");
        var both = await Client.ContributeAsync("A deadlock during vacuum");

        var answer = await Client.SearchAsync(new { q = "deadlock vacuum", mode = "keyword" });

        Assert.Equal(both, answer.Found.First());
        Assert.DoesNotContain(both, answer.Found.Skip(1));
        Assert.All(answer.Found.Skip(1), id => Assert.Equal(one, id));
    }

    [Fact]
    public async Task All_tags_must_match_beside_words()
    {
        var both = await Client.ContributeAsync("A deadlock of two", tags: ["sql", "c#"]);
        await Client.ContributeAsync("A deadlock of three", tags: ["sql"]);
        await Client.ContributeAsync("Nothing of the kind", tags: ["sql", "c#"]);

        var answer = await Client.SearchAsync(new { q = "deadlock", tags = new[] { "SQL", "C#" }, mode = "keyword" });

        Assert.Equal([both], answer.Found);
    }

    [Fact]
    public async Task A_tag_beside_a_mistyped_word_must_match_too()
    {
        var tagged = await Client.ContributeAsync("A pod of kubernetes is evicted", tags: "cloud");
        await Client.ContributeAsync("A node of kubernetes is drained", tags: "metal");

        var answer = await Client.SearchAsync(new { q = "kubernets", tags = new[] { "cloud" }, mode = "keyword" });

        Assert.Equal([tagged], answer.Found);
    }

    [Fact]
    public async Task The_same_words_of_another_tenant_are_not_found()
    {
        var other = await App.CreateTenantAsync();
        using var stranger = await other.CreateContributorAsync();
        var theirs = await stranger.ContributeAsync("A deadlock during vacuum", tags: "sql");
        var own = await Client.ContributeAsync("A deadlock during vacuum", tags: "sql");

        Assert.Equal([own], (await Client.SearchAsync(new { q = "deadlock vacuum", mode = "keyword" })).Found);
        Assert.Equal([theirs], (await stranger.SearchAsync(new { q = "deadlok vacuum", tags = new[] { "sql" }, mode = "keyword" })).Found);
    }

    [Fact]
    public async Task Only_traces_of_the_status_are_found()
    {
        var pending = await Client.ContributeAsync("A deadlock of two");
        var validated = await Client.ContributeAsync("A deadlock of three");
        await App.SqlAsync("update traces set status = 'validated' where id = $1", validated);

        Assert.Equal([pending], (await Client.SearchAsync(new { q = "deadlock", status = "pending", mode = "keyword" })).Found);
        Assert.Equal([validated], (await Client.SearchAsync(new { q = "deadlock", status = "validated", mode = "keyword" })).Found);
    }

    [Theory]
    [InlineData("?!")]
    [InlineData("the")]
    [InlineData("it is not what they were")]
    [InlineData("unheardof")]
    public async Task What_no_trace_says_finds_nothing(string asked)
    {
        await Client.ContributeAsync("A deadlock of two", "It is what it is, and they were not the first.");

        Assert.Empty((await Client.SearchAsync(new { q = asked, mode = "keyword" })).Found);
    }

    [Fact]
    public async Task Where_every_word_is_common_the_traces_that_have_all_are_found()
    {
        for (var number = 0; number < 5; number++)
        {
            await Client.ContributeAsync($"The connection breaks {number}", tags: "sql");
        }

        var answer = await Client.SearchAsync(new { q = "connection breaks", mode = "keyword" });

        Assert.Equal(5, answer.Found.Count());
    }
}
