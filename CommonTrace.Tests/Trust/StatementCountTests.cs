using System.Collections.Concurrent;
using System.Diagnostics;
using CommonTrace.Tests.Support;
using Npgsql;

namespace CommonTrace.Tests.Trust;

/// <summary>How often a verb goes to the database; the provider tells of each round trip.</summary>
public sealed class StatementCountTests(TestApp app)
{
    // One names the tenant to the connection, the other does everything.
    private const int Expected = 2;

    [Fact]
    public async Task A_vote_and_an_outcome_are_one_round_trip_however_many_tags_and_votes_there_are()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var author = await stage.UserAsync();
        var bare = await stage.TraceAsync(author);
        var tagged = await stage.TraceAsync(author, [.. Enumerable.Range(0, 20).Select(i => $"tag-{i}")]);
        foreach (var other in await stage.UsersAsync(5))
        {
            await stage.CastAsync(other, tagged);
        }

        var voter = await stage.UserAsync();
        stage.Open(tagged, voter);
        await stage.Opens.StoreAllAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Expected, await RoundTripsAsync(stage, () => stage.CastAsync(voter, bare)));
        Assert.Equal(Expected, await RoundTripsAsync(stage, () => stage.CastAsync(voter, tagged)));
        Assert.Equal(Expected, await RoundTripsAsync(stage, () => stage.ChangeAsync(voter, tagged, "down")));
        Assert.Equal(Expected, await RoundTripsAsync(stage, () => stage.WithdrawAsync(voter, tagged)));
        Assert.Equal(Expected, await RoundTripsAsync(stage, () => stage.TellAsync(voter, tagged, solved: true)));
    }

    private static async Task<int> RoundTripsAsync(TrustStage stage, Func<Task> call)
    {
        var database = new NpgsqlConnectionStringBuilder(stage.Database.ConnectionString).Database!;
        var seen = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TagObjects.Any(tag => tag.Value as string == database))
                {
                    seen.Enqueue(activity.DisplayName);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await call();
        return seen.Count;
    }
}
