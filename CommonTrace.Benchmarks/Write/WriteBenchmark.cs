using System.Collections.Concurrent;
using CommonTrace.Benchmarks.Stage;

namespace CommonTrace.Benchmarks.Write;

/// <summary>Contributions over 32 connections, beside bare inserts of the same rows, and beside a queue that is a million deep.</summary>
internal static class WriteBenchmark
{
    private const int Connections = 32;
    private const int Requests = 4000;
    private const int WarmUp = 1500;
    private const int RoundCount = 3;
    private const int Deep = 1_000_000;

    // Rows that refer to one another are made here whole, so that the checks of foreign keys may be left out.
    private const string DeepQueueSql =
        """
        set session_replication_role = replica;
        insert into traces (id, tenant_id, title, context_text, solution_text, content_hash, status, trust_score, confirmation_count, contributor_id, is_seed)
        select gen_random_uuid(), '00000000-0000-7000-8000-000000000001', 'trace ' || n, 'c', 's', sha256(convert_to('trace ' || n || E'\nc\ns', 'UTF8')),
            'pending', 0, 0, '00000000-0000-7000-8000-000000000002', false
        from generate_series(1, 1000000) n;
        insert into embedding_jobs (id, tenant_id, trace_id, status, priority, attempt, max_attempts, content_hash)
        select gen_random_uuid(), tenant_id, id, 'pending', 0, 0, 5, content_hash from traces;
        reset session_replication_role;
        """;

    private static int _seed;

    public static async Task<Measured> RunAsync(BenchmarkApp app)
    {
        await using var empty = await TraceStage.CreateAsync(await app.StartedAsync());
        await using var deep = await TraceStage.CreateAsync(await app.StartedAsync());
        await deep.SqlAsync(DeepQueueSql);
        await deep.SqlAsync("vacuum analyze traces, embedding_jobs");
        await using var emptyApi = await empty.StartApiAsync();
        await using var deepApi = await deep.StartApiAsync();
        using var client = await TraceClient.CreateAsync(emptyApi, Connections);
        using var deepClient = await TraceClient.CreateAsync(deepApi, Connections);

        Latencies bare = new(), posts = new(), deepPosts = new();
        await Post(client, new(), WarmUp)();
        await Post(deepClient, new(), WarmUp)();
        await Insert(empty, new(), WarmUp)();
        await Rounds.RunAsync(
            RoundCount,
            "ms at p99",
            ("bare insert", Insert(empty, bare, Requests)),
            ("POST, queue empty at first", Post(client, posts, Requests)),
            ("POST, queue of a million", Post(deepClient, deepPosts, Requests)));
        return new(
            $"{Requests:N0} traces of 1,500 characters a round over {Connections} connections, each sent when the one before was answered; no worker; the bare insert writes trace, job and tags in one round trip and transaction; medians of {RoundCount} rounds.",
            new Figure("POST /api/v1/traces, p50", posts.P50, "ms", "a bare insert of the same rows", bare.P50, null),
            new Figure("POST /api/v1/traces, p99", posts.P99, "ms", "a bare insert of the same rows", bare.P99, Bound.AtMost(5)),
            new Figure($"POST /api/v1/traces with {Deep:N0} jobs pending, p50", deepPosts.P50, "ms", "with an empty queue", posts.P50, null),
            new Figure($"POST /api/v1/traces with {Deep:N0} jobs pending, p99", deepPosts.P99, "ms", "with an empty queue", posts.P99, Bound.AtMost(1.25)));
    }

    private static Func<Task<double>> Insert(TraceStage stage, Latencies latencies, int count) => async () =>
    {
        // A queue as empty as the first one of the round.
        await stage.SqlAsync("delete from embedding_jobs");
        return await latencies.AddRoundAsync(TraceText.Make(count, ++_seed), text => BareInsert.StoreAsync(stage.Source, text));
    };

    private static Func<Task<double>> Post(TraceClient client, Latencies latencies, int count) => () =>
        latencies.AddRoundAsync(TraceText.Make(count, ++_seed).ConvertAll(TraceClient.Body), async body => (await client.ContributeAsync(body)).Taken);

    private sealed class Latencies
    {
        private readonly List<(double P50, double P99)> _rounds = [];

        public double[] P50 => [.. _rounds.Select(round => round.P50)];

        public double[] P99 => [.. _rounds.Select(round => round.P99)];

        /// <summary>Stores them all over so many connections; answers the round's p99 in milliseconds.</summary>
        public async Task<double> AddRoundAsync<T>(List<T> items, Func<T, Task<TimeSpan>> store)
        {
            var waiting = new ConcurrentQueue<T>(items);
            var taken = new ConcurrentBag<double>();
            await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
            {
                while (waiting.TryDequeue(out var item))
                {
                    taken.Add((await store(item)).TotalMilliseconds);
                }
            }));
            _rounds.Add((Rounds.Median(taken), Rounds.Percentile(taken, 0.99)));
            return _rounds[^1].P99;
        }
    }
}
