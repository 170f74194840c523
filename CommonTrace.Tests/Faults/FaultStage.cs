using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Faults;

/// <summary>Traces, a provider, and worker processes to which something happens while they work.</summary>
internal sealed class FaultStage : IAsyncDisposable
{
    /// <summary>How many jobs a worker claims at once here, whatever comes back.</summary>
    public const int Batch = 10;

    /// <summary>How many embeddings a killed process can have had in hand: each of its two workers stores one batch while it asks for the next.</summary>
    public const int InHand = 2 * 2 * Batch;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly List<ServiceProcess> _workers = [];
    private int _submitted;

    private FaultStage(JobStage jobs, ScriptedProvider provider) => (Jobs, Provider) = (jobs, provider);

    public JobStage Jobs { get; }

    public ScriptedProvider Provider { get; }

    public TestDatabase Database => Jobs.Database;

    public static async Task<FaultStage> CreateAsync(TestApp app) => new(await JobStage.CreateAsync(app), await ScriptedProvider.StartAsync());

    public static async Task<FaultStage> CreateAsync(TestDatabase database) => new(JobStage.At(database), await ScriptedProvider.StartAsync());

    /// <summary>Adds traces with their jobs; a title serves once.</summary>
    public Task SubmitAsync(int count, string title = "trace")
    {
        _submitted += count;
        return Jobs.AddManyAsync(count, title);
    }

    /// <summary>Adds a trace with its job.</summary>
    public Task<Guid> SubmitAsync(string title)
    {
        _submitted++;
        return Jobs.AddTraceAsync(title);
    }

    /// <summary>Lets each call take so long: the load lasts while something happens to it.</summary>
    public void Slow(TimeSpan call) => Provider.Misbehave = async (context, _) =>
    {
        await Task.Delay(call, context.RequestAborted);
        return false;
    };

    /// <summary>Lets the provider hold its answers until told; completes when it was asked.</summary>
    public (Task Asked, TaskCompletionSource Answer) Hold()
    {
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        Provider.Misbehave = async (_, _) =>
        {
            asked.TrySetResult();
            await answer.Task;
            return false;
        };
        return (asked.Task, answer);
    }

    public ServiceProcess StartWorker(params (string, string)[] settings)
    {
        var worker = ServiceProcess.Start(
            "CommonTrace.Worker",
            [
                ("ConnectionStrings__commontrace", Database.ConnectionString),
                ("ConnectionStrings__redis", "127.0.0.1:1,connectTimeout=200"),
                ("Embedding__Provider", "openai"),
                ("Embedding__ApiKey", "key-of-the-tests"),
                ("Embedding__Endpoint", Provider.Endpoint),
                ("Queue__Lease", "00:00:02"),
                ("Worker__Poll", "00:00:00.2"),
                ("Worker__Batch", $"{Batch}"),
                ("Worker__LargestBatch", $"{Batch}"),
                .. settings,
            ]);
        _workers.Add(worker);
        return worker;
    }

    /// <summary>Waits until so many jobs have completed, or the provider was asked so often.</summary>
    public Task CalledAsync(int calls) => Eventually.TrueAsync(() => Task.FromResult(Provider.Calls >= calls), Limit, Tell);

    public Task CountAsync(long jobs, string status) => Eventually.TrueAsync(async () => await JobsAsync(status) >= jobs, Limit, Tell);

    /// <summary>How many jobs have this status.</summary>
    public async Task<long> JobsAsync(string status) =>
        (long)(await Database.SqlAsync("select count(*) from embedding_jobs where status = $1", status))!;

    /// <summary>Waits until no job is left to do, then reads the ledger.</summary>
    /// <param name="failed">How many traces were to fail.</param>
    /// <param name="repeated">How many embeddings may have been made once more.</param>
    public async Task BalancesAsync(int failed = 0, int repeated = 0)
    {
        await Eventually.TrueAsync(
            async () => await Database.SqlAsync("select not exists (select from embedding_jobs where status in ('pending', 'processing'))") is true, Limit, Tell);
        var ledger = new FaultsLedger(_submitted, failed, repeated);
        Assert.Empty(await ledger.DiscrepanciesAsync(Database.ConnectionString, Provider));
    }

    /// <summary>A trace is gone, by somebody's hand: nothing is owed for it.</summary>
    public async Task DeleteAsync(Guid trace)
    {
        _submitted--;
        await Database.SqlAsync("delete from traces where id = $1", trace);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.DisposeAsync();
        }

        await Provider.DisposeAsync();
        await Jobs.DisposeAsync();
    }

    private string Tell() => string.Join("\n---\n", _workers.Select(worker => worker.Output));
}
