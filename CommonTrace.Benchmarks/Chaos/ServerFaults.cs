using System.Diagnostics;
using CommonTrace.Tests.Faults;

namespace CommonTrace.Benchmarks.Chaos;

/// <summary>What happens to PostgreSQL and Redis.</summary>
internal static class ServerFaults
{
    private const string EndAllSql =
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";

    public static readonly ChaosFault[] All =
    [
        new("the server restarted", (stage, random) => RestartAsync(stage, random, PrivatePostgres.Fast)),
        new("the server crashed", (stage, random) => RestartAsync(stage, random, PrivatePostgres.Crash)),
        new("every backend killed, five times", EndBackendsAsync),
        new("connections used up", UseUpAsync),
        new("Redis stopped and started", StopRedisAsync),
    ];

    private static async Task RestartAsync(ChaosStage stage, Random random, string signal)
    {
        stage.IsServerTroubled = true;
        await stage.MomentAsync(random);
        var gone = Stopwatch.GetTimestamp();
        await stage.Server.RestartAsync(signal);
        if (Stopwatch.GetElapsedTime(gone) > ChaosStage.Lease * 0.4)
        {
            // Leases ended meanwhile: what was embedded by then is others' to embed again.
            stage.Expect(repeated: stage.InHand * stage.Workers.Count);
        }
    }

    private static async Task EndBackendsAsync(ChaosStage stage, Random random)
    {
        stage.IsServerTroubled = true;
        await stage.MomentAsync(random);
        for (var time = 0; time < 5; time++)
        {
            await stage.SqlAsync(EndAllSql);
            await Task.Delay(random.Next(50, 500));
        }
    }

    private static async Task UseUpAsync(ChaosStage stage, Random random)
    {
        stage.IsServerTroubled = true;
        await stage.MomentAsync(random);
        await stage.SqlAsync($"alter role {stage.Login.Name} connection limit {random.Next(0, 3)}");
        await stage.SqlAsync(EndAllSql);
        await Task.Delay(random.Next(500, 3_000));
        await stage.SqlAsync($"alter role {stage.Login.Name} connection limit 40");
    }

    private static async Task StopRedisAsync(ChaosStage stage, Random random)
    {
        await stage.MomentAsync(random);
        await stage.Redis.BreakAsync();
        await Task.Delay(random.Next(100, 3_000));
        stage.Redis.Mend();
    }
}
