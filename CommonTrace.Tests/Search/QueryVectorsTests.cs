using Aspire.Hosting.Testing;
using CommonTrace.Tests.Support;
using CommonTrace.Tests.Worker;

namespace CommonTrace.Tests.Search;

/// <summary>Vectors of queries that were embedded before.</summary>
public sealed class QueryVectorsTests(TestApp app)
{
    private const string KeyOfQueries = "commontrace:query:";

    [Fact]
    public async Task Another_process_asks_Redis_and_not_the_provider()
    {
        await using var stage = await SearchStage.CreateAsync(app);
        using var one = stage.Searcher(await RedisAsync());
        using var other = stage.Searcher(await RedisAsync());
        var text = NewText();

        var asked = await SearchStage.SearchAsync(one, text);
        var known = await SearchStage.SearchAsync(other, text);

        Assert.Equal(1, stage.Provider.Inputs[text]);
        Assert.Equal(("hybrid", asked.Hits[0].Similarity), (known.Mode, known.Hits[0].Similarity));
    }

    [Fact]
    public async Task Without_Redis_the_process_remembers_for_itself()
    {
        await using var stage = await SearchStage.CreateAsync(app);
        using var one = stage.Searcher();
        using var other = stage.Searcher();

        var first = await SearchStage.SearchAsync(one, "connection pool");
        var again = await SearchStage.SearchAsync(one, "connection pool");
        await SearchStage.SearchAsync(other, "connection pool");

        Assert.Equal(2, stage.Provider.Inputs["connection pool"]);
        Assert.Equal(("hybrid", "hybrid"), (first.Mode, again.Mode));
    }

    [Fact]
    public async Task A_frozen_Redis_is_waited_for_once_in_a_while()
    {
        await using var stage = await SearchStage.CreateAsync(app);
        await using var relay = await RelayAsync();
        var time = new SkippedTime();
        using var searcher = stage.Searcher(time, await RedisAsync(relay));
        await SearchStage.SearchAsync(searcher, "connection pool, while it answers");

        relay.Freeze();
        var modes = new List<string>();
        foreach (var text in new[] { "connection pool one", "connection pool two", "connection pool three" })
        {
            modes.Add((await SearchStage.SearchAsync(searcher, text)).Mode);
        }

        Assert.Equal(["hybrid", "hybrid", "hybrid"], modes);
        Assert.Equal(1, relay.Withheld(KeyOfQueries));
        time.Skip(TimeSpan.FromSeconds(6));
        await SearchStage.SearchAsync(searcher, "connection pool four");
        Assert.Equal(2, relay.Withheld(KeyOfQueries));
    }

    [Fact]
    public async Task A_vector_of_another_model_is_not_used()
    {
        await using var stage = await SearchStage.CreateAsync(app);
        using var one = stage.Searcher(await RedisAsync());
        using var other = stage.Searcher(await RedisAsync());
        var text = NewText();

        await SearchStage.SearchAsync(one, text);
        await stage.Jobs.Database.SqlAsync("update embedding_sets set model_version = 'another' where role = 'active'");
        var answer = await SearchStage.SearchAsync(other, text);

        Assert.Equal(2, stage.Provider.Inputs[text]);
        Assert.Null(Assert.Single(answer.Hits).Similarity);
    }

    [Fact]
    public async Task What_people_search_for_is_not_in_Redis_as_text()
    {
        await using var stage = await SearchStage.CreateAsync(app);
        await using var relay = await RelayAsync();
        using var searcher = stage.Searcher(await RedisAsync(relay));
        await SearchStage.SearchAsync(searcher, "connection pool, while it answers");

        relay.Freeze();
        await SearchStage.SearchAsync(searcher, "connection pool of somebody");

        Assert.Equal((1, 0), (relay.Withheld(KeyOfQueries), relay.Withheld("somebody")));
    }

    // Redis is everybody's: nobody has searched for this before.
    private static string NewText() => $"{SearchStage.Pool} at {TimeProvider.System.GetTimestamp()}";

    private async Task<TcpRelay> RelayAsync()
    {
        var address = (await RedisAsync()).Value.Split(',')[0].Split(':');
        return TcpRelay.To(address[0], int.Parse(address[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>The setting that leads to Redis, by way of the relay if there is one.</summary>
    private async Task<(string Key, string Value)> RedisAsync(TcpRelay? relay = null)
    {
        var redis = await app.App.GetConnectionStringAsync("redis", TestContext.Current.CancellationToken) ?? "";
        return ("ConnectionStrings:redis", relay is null ? redis : string.Join(',', [relay.Address, .. redis.Split(',')[1..]]));
    }
}
