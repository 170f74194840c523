using System.Diagnostics;
using CommonTrace.Benchmarks.Stage;
using Npgsql;

namespace CommonTrace.Benchmarks.Chaos;

/// <summary>How much of its undisturbed throughput the pipeline keeps while others press on the database, and while more comes in than it can take.</summary>
internal static class Pressure
{
    private const int Traces = 6_000;
    private const int WarmUp = 256;
    private const int Burst = 50_000;
    private const int RoundCount = 3;
    private const int Readers = 4;
    private const double Overload = 1.5;

    private static readonly Bound Wanted = Bound.AtLeast(0.7);

    public static async Task<Measured> RunAsync(BenchmarkApp app, TimeSpan overload)
    {
        await using var template = await TraceStage.CreateAsync(await app.StartedAsync());
        await template.SqlAsync("drop index ix_traces_embedding_hnsw");
        var texts = TraceText.Make(WarmUp + Traces);
        await template.AddAsync(texts[..WarmUp]);
        await template.AddAsync(texts[WarmUp..], dueAfter: TimeSpan.FromDays(1));

        var rates = await Rounds.RunAsync(
            RoundCount, "traces/s",
            ("undisturbed", () => WorkOffAsync(template, (_, _) => Task.CompletedTask)),
            ("beside an open transaction", () => WorkOffAsync(template, LeaveOpenAsync)),
            ("beside four readers", () => WorkOffAsync(template, (stage, enough) => Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => ReadAsync(stage, enough))))));
        var undisturbed = rates[0];
        var burst = await BurstAsync(template);
        var (during, after) = await OverloadAsync(template, Rounds.Median(undisturbed) * Overload, overload);
        var again = await WorkOffAsync(template, (_, _) => Task.CompletedTask);
        return new(
            $"{Traces:N0} traces of 1,500 characters after {WarmUp} to warm up, local provider, one process of two workers, the HNSW index dropped so that the queue is what is pressed on; medians of {RoundCount} rounds in turns.",
            Beside("a transaction left idle and open", rates[1], undisturbed),
            Beside($"{Readers} REPEATABLE READ readers in snapshots of 2 s", rates[2], undisturbed),
            Beside($"a burst of {Burst:N0}, from its first insert to its last vector", [burst], undisturbed),
            Beside($"{Overload} × as many coming in for {overload.TotalMinutes:0.#} min", [during], undisturbed),
            Beside("working off what that has left", [after], undisturbed),
            Beside("undisturbed once more, after all this", [again], undisturbed));
    }

    private static Figure Beside(string name, double[] rates, double[] undisturbed) => new(name, rates, "traces/s", "undisturbed", rates.Length == 1 ? [Rounds.Median(undisturbed)] : undisturbed, Wanted);

    private static async Task<double> WorkOffAsync(TraceStage template, Func<TraceStage, CancellationToken, Task> disturb)
    {
        await using var stage = await template.CopyAsync();
        await using var worker = await stage.StartWorkerAsync();
        await stage.DrainedAsync(worker);
        using var enough = new CancellationTokenSource();
        var disturbing = disturb(stage, enough.Token);
        await stage.ReleaseAsync();
        var elapsed = await stage.DrainedAsync(worker);
        await enough.CancelAsync();
        await disturbing;
        return Traces / elapsed.TotalSeconds;
    }

    /// <summary>It has a snapshot and has written: nothing that dies meanwhile can be cleaned away.</summary>
    private static async Task LeaveOpenAsync(TraceStage stage, CancellationToken enough)
    {
        await using var connection = await stage.Source.OpenConnectionAsync(CancellationToken.None);
        await ExecuteAsync(connection, "begin isolation level repeatable read; update users set display_name = display_name; select count(*) from embedding_jobs");
        await Task.Delay(Timeout.InfiniteTimeSpan, enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ExecuteAsync(connection, "rollback");
    }

    private static async Task ReadAsync(TraceStage stage, CancellationToken enough)
    {
        const string Sql = "select count(*), sum(attempt) from embedding_jobs; select count(embedding), max(updated_at) from traces";
        await using var connection = await stage.Source.OpenConnectionAsync(CancellationToken.None);
        while (!enough.IsCancellationRequested)
        {
            await ExecuteAsync(connection, "begin isolation level repeatable read");
            await ExecuteAsync(connection, Sql);
            await Task.Delay(TimeSpan.FromSeconds(2), enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ExecuteAsync(connection, Sql);
            await ExecuteAsync(connection, "commit");
        }
    }

    private static async Task<double> BurstAsync(TraceStage template)
    {
        await using var stage = await template.CopyAsync();
        await using var worker = await stage.StartWorkerAsync();
        await stage.DrainedAsync(worker);
        var inflow = new Inflow(stage.Source);
        var watch = Stopwatch.StartNew();
        for (var added = 0; added < Burst; added += Traces)
        {
            await inflow.AddAsync(Math.Min(Traces, Burst - added));
        }

        await stage.DrainedAsync(worker);
        var rate = Burst / watch.Elapsed.TotalSeconds;
        Console.WriteLine($"  burst: {Figure.Number(rate)} traces/s");
        return rate;
    }

    /// <summary>Lets so many traces a second come in for so long; answers how many were embedded meanwhile and, of what was left, afterwards, a second.</summary>
    private static async Task<(double During, double After)> OverloadAsync(TraceStage template, double perSecond, TimeSpan duration)
    {
        await using var stage = await template.CopyAsync();
        await using var worker = await stage.StartWorkerAsync();
        await stage.DrainedAsync(worker);
        var inflow = new Inflow(stage.Source);
        var watch = Stopwatch.StartNew();
        for (var added = 0; watch.Elapsed < duration;)
        {
            var owed = (int)(watch.Elapsed.TotalSeconds * perSecond) - added;
            await inflow.AddAsync(owed);
            added += owed;
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }

        var elapsed = watch.Elapsed;
        var left = await inflow.LeftAsync();
        var rate = (inflow.Added - left) / elapsed.TotalSeconds;
        Console.WriteLine($"  overload: {Figure.Number(inflow.Added / elapsed.TotalSeconds)} traces/s came in, {Figure.Number(rate)} were embedded, {left:N0} are left");
        var afterwards = await stage.DrainedAsync(worker);
        return (rate, left / afterwards.TotalSeconds);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
