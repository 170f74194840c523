using System.Collections.Concurrent;
using System.Diagnostics;

namespace CommonTrace.Benchmarks.Api;

/// <summary>Sends requests over so many connections, each when the one before was answered, and keeps what that took.</summary>
internal sealed class HttpLoad(Uri address, int connections, TimeSpan duration)
{
    private readonly List<double> _p50 = [];
    private readonly List<double> _p99 = [];

    /// <summary>Milliseconds of each round.</summary>
    public double[] P50 => [.. _p50];

    public double[] P99 => [.. _p99];

    /// <summary>Runs a round; answers requests a second.</summary>
    /// <param name="next">The request to send next, called by all connections at once.</param>
    /// <param name="status">What each must answer.</param>
    public async Task<double> RunAsync(Func<byte[]> next, int status)
    {
        var taken = new ConcurrentBag<List<double>>();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () => taken.Add(await OneAsync(next, status, watch)))));
        var elapsed = watch.Elapsed.TotalSeconds;
        var all = taken.SelectMany(times => times).ToList();
        _p50.Add(Rounds.Median(all));
        _p99.Add(Rounds.Percentile(all, 0.99));
        return all.Count / elapsed;
    }

    private async Task<List<double>> OneAsync(Func<byte[]> next, int status, Stopwatch watch)
    {
        using var connection = new LoadConnection();
        await connection.ConnectAsync(address);
        var taken = new List<double>();
        while (watch.Elapsed < duration)
        {
            var request = next();
            var started = Stopwatch.GetTimestamp();
            var answered = await connection.SendAsync(request);
            taken.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (answered != status)
            {
                throw new InvalidOperationException($"Expected {status}: {connection.Answer}");
            }
        }

        return taken;
    }
}
