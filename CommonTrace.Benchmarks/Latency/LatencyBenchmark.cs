using System.Diagnostics;
using CommonTrace.Benchmarks.Stage;
using Npgsql;

namespace CommonTrace.Benchmarks.Latency;

/// <summary>How long after a contribution is sent to an idle system its trace can be found by vector.</summary>
internal static class LatencyBenchmark
{
    private const int Samples = 200;
    private const int WarmUp = 40;

    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task<Measured> RunAsync(BenchmarkApp app)
    {
        await using var stage = await TraceStage.CreateAsync(await app.StartedAsync());
        await using var api = await stage.StartApiAsync();
        // The default poll: only the call over Redis can be quick enough.
        await using var worker = await stage.StartWorkerAsync(("Worker__Poll", "00:00:05"));
        using var client = await TraceClient.CreateAsync(api, connections: 1);
        await using var watch = await stage.Source.OpenConnectionAsync();

        var taken = new List<double>();
        foreach (var text in TraceText.Make(WarmUp + Samples))
        {
            taken.Add(await SampleAsync(client, watch, TraceClient.Body(text)));
            await Task.Delay(Idle);
        }

        var measured = taken[WarmUp..];
        return new(
            $"{Samples} contributions one after the other, each to an idle API and worker process, from the sending of POST /api/v1/traces until its row has the vector; local provider, poll 5 s, call over Redis.",
            new Figure("contributed → searchable when idle, p50", [Rounds.Median(measured)], "ms", "what was asked for", [100], Bound.AtMost(1)),
            new Figure("contributed → searchable when idle, p99", [Rounds.Percentile(measured, 0.99)], "ms", "what was asked for", [400], Bound.AtMost(1)));
    }

    private static async Task<double> SampleAsync(TraceClient client, NpgsqlConnection watch, byte[] body)
    {
        var started = Stopwatch.GetTimestamp();
        var (id, _) = await client.ContributeAsync(body);
        await using var command = new NpgsqlCommand("select embedding is not null from traces where id = $1", watch) { Parameters = { new() { Value = id } } };
        while (await command.ExecuteScalarAsync() is not true)
        {
            if (Stopwatch.GetElapsedTime(started) > Limit)
            {
                throw new TimeoutException($"Trace {id} has no vector after {Limit}.");
            }

            await Task.Delay(1);
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
