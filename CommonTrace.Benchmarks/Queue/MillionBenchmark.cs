using System.Diagnostics;
using CommonTrace.Benchmarks.Stage;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Jobs;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Users;
using Microsoft.Extensions.DependencyInjection;

namespace CommonTrace.Benchmarks.Queue;

/// <summary>A claim, a list and the figures beside a million finished jobs and a thousand that are due; and the claim's plan.</summary>
internal static class MillionBenchmark
{
    private const int Due = 1_000;
    private const int Batch = 100;
    private const int WarmUp = 10;
    private const int RoundCount = 100;

    private const string FinishedSql =
        """
        insert into embedding_jobs (id, tenant_id, trace_id, status, priority, attempt, max_attempts, content_hash, completed_at)
        select gen_random_uuid(), tenant_id, id, 'completed', 0, 1, 5, content_hash, now() - make_interval(mins => n)
        from traces, generate_series(1, 1000) n
        """;

    private static string ExplainSql(EmbeddingSet set) =>
        $"""
        set role commontrace_worker; set enable_seqscan = off; set enable_bitmapscan = off; set jit = off; set plan_cache_mode = force_generic_plan;
        prepare claim (int, text, interval, text, text, text, uuid) as {JobQueueSql.Active.Claim};
        explain (analyze, costs off, timing off) execute claim ({Batch}, 'explained', '1 minute', '{set.Model.Id}', '{set.Model.Version}', '{set.Model.Provider}', '{set.Id}')
        """;

    public static async Task<Measured> RunAsync(BenchmarkApp app)
    {
        await using var stage = await TraceStage.CreateAsync(await app.StartedAsync());
        await stage.AddAsync(TraceText.Make(Due));
        await stage.SqlAsync(FinishedSql);
        await stage.SqlAsync("vacuum analyze embedding_jobs");
        using var host = stage.CreateHost();
        var (queue, list, stats) = (host.Services.GetRequiredService<JobQueue>(), host.Services.GetRequiredService<ListJobs>(), host.Services.GetRequiredService<GetJobStats>());
        var set = await host.Services.GetRequiredService<EmbeddingSets>().EstablishedAsync(CancellationToken.None)
            ?? throw new InvalidOperationException("The stage has no model.");
        var caller = new Caller(User.OperatorId, Tenant.CommonsId, Scopes.All, ExpiresAt: null);

        var claims = await MeasureAsync(async () =>
        {
            var claimed = await TimeAsync(() => queue.ClaimAsync("benchmark", Batch, set, CancellationToken.None));
            await queue.ReleaseAsync(claimed.Result, CancellationToken.None);
            return claimed.Milliseconds;
        });
        var lists = await MeasureAsync(async () => (await TimeAsync(() => list.ExecuteAsync(caller, new JobQuery(null, null, null, 100, null), CancellationToken.None))).Milliseconds);
        var counts = await MeasureAsync(async () => (await TimeAsync(() => stats.ExecuteAsync(caller, null, CancellationToken.None))).Milliseconds);
        Console.WriteLine(await stage.TextAsync(ExplainSql(set)));
        return new(
            $"{Due * 1000:N0} completed jobs and {Due:N0} due ones; {RoundCount} calls each, one after the other, round trip and reading included; the claim's plan is printed.",
            new Figure($"claim of {Batch}", claims, "ms", "what was asked for", [5], Bound.AtMost(1)),
            new Figure("list of 100 jobs", lists, "ms", "what was asked for", [10], Bound.AtMost(1)),
            new Figure("stats", counts, "ms", "what was asked for", [50], Bound.AtMost(1)));
    }

    private static async Task<double[]> MeasureAsync(Func<Task<double>> measure)
    {
        var values = new List<double>();
        for (var round = 0; round < WarmUp + RoundCount; round++)
        {
            values.Add(await measure());
        }

        return [.. values.Skip(WarmUp)];
    }

    private static async Task<(T Result, double Milliseconds)> TimeAsync<T>(Func<Task<T>> run)
    {
        var started = Stopwatch.GetTimestamp();
        var result = await run();
        return (result, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }
}
