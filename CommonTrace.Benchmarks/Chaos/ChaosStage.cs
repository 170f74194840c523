using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.Testing;
using CommonTrace.Tests.Faults;
using CommonTrace.Tests.Support;
using CommonTrace.Tests.Worker;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace CommonTrace.Benchmarks.Chaos;

/// <summary>A server, a provider, a way to Redis and worker processes of one's own, to which anything may be done.</summary>
internal sealed class ChaosStage : IAsyncDisposable
{
    /// <summary>The lease of the workers here; a fault of the server is meant to be shorter.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    private const string SubmitSql =
        """
        with new as (
            insert into traces (id, tenant_id, title, context_text, solution_text, content_hash, status, trust_score, confirmation_count, contributor_id, is_seed)
            select id, '00000000-0000-7000-8000-000000000001', $2 || ' ' || n, 'c', 's', sha256(convert_to($2 || ' ' || n || E'\nc\ns', 'UTF8')),
                'pending', 0, 0, '00000000-0000-7000-8000-000000000002', false
            from unnest($1::uuid[]) with ordinality new (id, n)
            on conflict do nothing
            returning id, tenant_id, content_hash
        )
        insert into embedding_jobs (id, tenant_id, trace_id, status, priority, attempt, max_attempts, content_hash)
        select gen_random_uuid(), tenant_id, id, 'pending', 0, 0, 5, content_hash from new
        """;

    private const string SettledSql =
        """
        select not exists (select from embedding_jobs where status in ('pending', 'processing'))
            and not exists (
                select from traces t where (t.embedding is null or t.embedding_hash is distinct from t.content_hash)
                    and not exists (select from embedding_jobs j where j.trace_id = t.id and j.status = 'failed' and j.content_hash = t.content_hash))
        """;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentBag<ServiceProcess> _processes = [];
    private readonly TestDatabase _database;
    private readonly string _redisOptions;
    private readonly int _batch;
    private int _submitted, _failed, _repeated;

    private ChaosStage(PrivatePostgres server, TestDatabase database, LimitedLogin login, ScriptedProvider provider, TcpRelay redis, string redisOptions, int batch, TimeSpan call)
    {
        (Server, _database, Login, Provider, Redis, _redisOptions, _batch) = (server, database, login, provider, redis, redisOptions, batch);
        Provider.Misbehave = async (context, texts) =>
        {
            await Task.Delay(call, context.RequestAborted);
            return await Misbehave(context, texts);
        };
    }

    public PrivatePostgres Server { get; }

    public LimitedLogin Login { get; }

    public ScriptedProvider Provider { get; }

    public TcpRelay Redis { get; }

    /// <summary>What the provider does in place of an answer.</summary>
    public Func<HttpContext, IReadOnlyList<string>, Task<bool>> Misbehave { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>The processes that live, as far as is known.</summary>
    public ConcurrentQueue<ServiceProcess> Workers { get; } = [];

    /// <summary>Whether a fault of this round takes the server away.</summary>
    public bool IsServerTroubled { get; set; }

    /// <summary>What a fault found wrong by itself.</summary>
    public ConcurrentQueue<string> Problems { get; } = [];

    public string ConnectionString => _database.ConnectionString;

    public TestDatabase Database => _database;

    public int Submitted => _submitted;

    /// <summary>How many traces may fail.</summary>
    public int Failed => _failed;

    /// <summary>How many embeddings the faults may have cost.</summary>
    public int Repeated => _repeated;

    /// <summary>How many embeddings a process can have in hand: each of its two workers stores one batch while it asks for the next.</summary>
    public int InHand => 2 * 2 * _batch;

    /// <summary>What the processes had to complain of.</summary>
    public string Output => string.Join('\n', _processes.SelectMany(process =>
        process.Output.Split('\n').Where(line => !line.StartsWith("info:", StringComparison.Ordinal)).TakeLast(60).Select(line => $"    {process.Id} {line}")));

    public static async Task<ChaosStage> CreateAsync(TestApp app, int batch, TimeSpan call)
    {
        var server = await PrivatePostgres.StartAsync(app);
        var database = await server.CreateDatabaseAsync();
        var parts = (await app.App.GetConnectionStringAsync("redis") ?? "").Split(',', 2);
        var address = parts[0].Split(':');
        return new ChaosStage(
            server, database, await LimitedLogin.CreateAsync(database, connections: 40), await ScriptedProvider.StartAsync(),
            TcpRelay.To(address[0], int.Parse(address[1], CultureInfo.InvariantCulture)), string.Concat(parts[1..].Select(options => $",{options}")), batch, call);
    }

    /// <summary>Adds so many traces with their jobs; a title serves once.</summary>
    public async Task SubmitAsync(int traces, string title)
    {
        var ids = Enumerable.Range(0, traces).Select(_ => Guid.CreateVersion7()).ToArray();
        Interlocked.Add(ref _submitted, ids.Length);
        await SqlAsync(SubmitSql, ids, title);
    }

    public void Expect(int failed = 0, int repeated = 0, int deleted = 0)
    {
        Interlocked.Add(ref _failed, failed);
        Interlocked.Add(ref _repeated, repeated);
        Interlocked.Add(ref _submitted, -deleted);
    }

    public void StartWorker()
    {
        var worker = ServiceProcess.Start(
            "CommonTrace.Worker",
            ("ConnectionStrings__commontrace", Login.ConnectionString),
            ("ConnectionStrings__redis", Redis.Address + _redisOptions),
            ("Embedding__Provider", "openai"),
            ("Embedding__ApiKey", "key-of-the-benchmarks"),
            ("Embedding__Endpoint", Provider.Endpoint),
            ("Embedding__Timeout", "00:00:02"),
            ("Queue__Lease", $"{Lease}"),
            ("Queue__LongestBackOff", "00:00:02"),
            ("Worker__Poll", "00:00:00.5"),
            ("Worker__Sweep", "00:00:01"),
            ("Worker__StopWithin", "00:00:05"),
            ("Worker__Batch", "10"),
            ("Worker__LargestBatch", $"{_batch}"),
            ("Logging__Console__FormatterOptions__SingleLine", "true"));
        _processes.Add(worker);
        Workers.Enqueue(worker);
    }

    /// <summary>Waits until a share of the traces is embedded, drawn up to two thirds; or until nothing is left.</summary>
    public async Task MomentAsync(Random random)
    {
        var share = random.NextDouble() * 2 / 3;
        await UntilAsync(async () => (double)(await SqlAsync(
            "select count(*) filter (where status in ('completed', 'failed'))::float8 / greatest(count(*), 1) from embedding_jobs"))! >= share, Patience);
    }

    public Task SettledAsync(TimeSpan limit) => UntilAsync(async () => await SqlAsync(SettledSql) is true, limit);

    /// <summary>Runs SQL as the owner, again and again while the server is away: it must be fit to be run twice.</summary>
    public async Task<object?> SqlAsync(string sql, params object[] parameters)
    {
        object? result = null;
        await RetryAsync(async () => result = await _database.SqlAsync(sql, parameters));
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        await Provider.DisposeAsync();
        await Redis.DisposeAsync();
        await Server.DisposeAsync();
    }

    private static async Task RetryAsync(Func<Task> run)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await run();
                return;
            }
            catch (NpgsqlException) when (Stopwatch.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(Look);
            }
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo, TimeSpan limit)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            if (Stopwatch.GetElapsedTime(started) > limit)
            {
                throw new TimeoutException($"It was not so within {limit}.");
            }

            await Task.Delay(Look);
        }
    }
}
