using System.Text.Json;
using CommonTrace.Core.Data;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Jobs;
using CommonTrace.Core.Tenants;
using CommonTrace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pgvector;

namespace CommonTrace.Tests.Jobs;

/// <summary>A database of one's own with traces to embed, and the services of a worker over it.</summary>
internal sealed class JobStage : IAsyncDisposable
{
    private readonly IHost _host;

    private JobStage(TestDatabase database, IHost host) => (Database, _host) = (database, host);

    public TestDatabase Database { get; }

    /// <summary>A stage whose model is the local one, unless the settings say otherwise.</summary>
    public static async Task<JobStage> CreateAsync(TestApp app, params (string Key, string Value)[] settings)
    {
        var database = await TestDatabase.CreateAsync(app);
        return new JobStage(database, database.CreateHost(DatabaseRole.Worker, settings));
    }

    /// <summary>A stage over a database that is there already.</summary>
    public static JobStage At(TestDatabase database) => new(database, database.CreateHost(DatabaseRole.Worker));

    /// <summary>A stage whose model is this server.</summary>
    public static Task<JobStage> CreateAsync(TestApp app, ScriptedProvider provider, params (string Key, string Value)[] settings) =>
        CreateAsync(app, [.. Of(provider), .. settings]);

    /// <summary>The same database as another process sees it: nothing but the database is shared.</summary>
    public AnotherProcess Another(ScriptedProvider provider) => new(Database.CreateHost(DatabaseRole.Worker, Of(provider)));

    /// <summary>Adds a trace; the job with it unless told not to.</summary>
    public async Task<Guid> AddTraceAsync(string title = "a trace", bool withJob = true, int priority = 0, int secondsUntilDue = 0, Guid? tenant = null)
    {
        var id = Guid.CreateVersion7();
        // One statement: a worker's sweep must not come in between.
        await Database.SqlAsync(
            """
            with new as (
                insert into traces (id, tenant_id, title, context_text, solution_text, content_hash, status, trust_score, confirmation_count, contributor_id, is_seed)
                values ($1, $6, $2, 'c', 's', sha256(convert_to($2 || E'\nc\ns', 'UTF8')), 'pending', 0, 0, '00000000-0000-7000-8000-000000000002', false)
                returning id, tenant_id, content_hash
            )
            insert into embedding_jobs (id, tenant_id, trace_id, status, priority, attempt, max_attempts, scheduled_at, content_hash)
            select $3, tenant_id, id, 'pending', $4, 0, 5, now() + make_interval(secs => $5), content_hash from new where $7
            """,
            id, title, Guid.CreateVersion7(), priority, (double)secondsUntilDue, tenant ?? Tenant.CommonsId, withJob);
        return id;
    }

    public async Task<Guid> AddJobAsync(Guid traceId, int priority = 0, int secondsUntilDue = 0)
    {
        var id = Guid.CreateVersion7();
        await Database.SqlAsync(
            """
            insert into embedding_jobs (id, tenant_id, trace_id, status, priority, attempt, max_attempts, scheduled_at, content_hash)
            select $1, tenant_id, id, 'pending', $3, 0, 5, now() + make_interval(secs => $4), content_hash from traces where id = $2
            """,
            id, traceId, priority, (double)secondsUntilDue);
        return id;
    }

    /// <summary>Adds so many traces with their jobs: <c>trace 1</c>, <c>trace 2</c>, …</summary>
    public Task AddManyAsync(int count, string title = "trace") => Database.SqlAsync(
        """
        with new as (
            insert into traces (id, tenant_id, title, context_text, solution_text, content_hash, status, trust_score, confirmation_count, contributor_id, is_seed)
            select gen_random_uuid(), '00000000-0000-7000-8000-000000000001', $2 || ' ' || n, 'c', 's', sha256(convert_to($2 || ' ' || n || E'\nc\ns', 'UTF8')),
                'pending', 0, 0, '00000000-0000-7000-8000-000000000002', false
            from generate_series(1, $1) n
            returning id, tenant_id, content_hash
        )
        insert into embedding_jobs (id, tenant_id, trace_id, status, priority, attempt, max_attempts, content_hash)
        select gen_random_uuid(), tenant_id, id, 'pending', 0, 0, 5, content_hash from new
        """,
        count, title);

    public Task EditAsync(Guid traceId, string title) => Database.SqlAsync(
        "update traces set title = $2, content_hash = sha256(convert_to($2 || E'\\nc\\ns', 'UTF8')) where id = $1", traceId, title);

    /// <summary>Ends all leases, and lets the duty find that.</summary>
    public async Task ExpireLeasesAsync()
    {
        await Database.SqlAsync("update embedding_jobs set lease_expires_at = now() - interval '1 second' where status = 'processing'");
        await Upkeep.RescueAsync(TestContext.Current.CancellationToken);
    }

    public JobQueue Queue => _host.Services.GetRequiredService<JobQueue>();

    public JobUpkeep Upkeep => _host.Services.GetRequiredService<JobUpkeep>();

    /// <summary>The set that searches read, of the stage's model.</summary>
    public async Task<EmbeddingSet> SetAsync() =>
        await _host.Services.GetRequiredService<EmbeddingSets>().EstablishedAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("The stage has no model.");

    public async Task<List<ClaimedJob>> ClaimAsync(int count = 10, string worker = "one") =>
        await Queue.ClaimAsync(worker, count, await SetAsync(), TestContext.Current.CancellationToken);

    /// <summary>Completes jobs with a vector that points along one axis.</summary>
    public async Task<IReadOnlySet<Guid>> CompleteAsync(IEnumerable<ClaimedJob> jobs, int axis = 0) => await Queue.CompleteAsync(
        [.. jobs.Select(job => new EmbeddedJob(job, Axis(axis), 3))], await SetAsync(), TimeSpan.FromMilliseconds(7), TestContext.Current.CancellationToken);

    /// <summary>Fails one job; answers its new status, null when it was not ours.</summary>
    public async Task<string?> FailAsync(ClaimedJob job, bool isPermanent = false, TimeSpan delay = default)
    {
        var ended = await Queue.FailAsync([new FailedJob(job, new ProviderFault("provider.failed", "It broke.", isPermanent), delay)], TestContext.Current.CancellationToken);
        return ended.GetValueOrDefault(job.Id);
    }

    public Task<int> SweepAsync() => Upkeep.SweepAsync(1_000, TestContext.Current.CancellationToken);

    /// <summary>A tenant of one's own.</summary>
    public async Task<Guid> AddTenantAsync(string name)
    {
        var id = Guid.CreateVersion7();
        await Database.SqlAsync("insert into tenants (id, name) values ($1, $2)", id, name);
        return id;
    }

    /// <summary>Asks the provider whether it is back, as an idle worker does when the circuit's time is over.</summary>
    public async Task<bool> ProbeAsync()
    {
        await Database.SqlAsync("update embedding_circuits set open_until = now() - interval '1 second' where state = 'open'");
        var set = await SetAsync();
        Assert.True(_host.Services.GetRequiredService<EmbeddingProvider>().TryGet(set.Model, out var generator, out var missing), missing);
        return await _host.Services.GetRequiredService<ProviderCircuit>().ProbeAsync(set.Model, generator, TestContext.Current.CancellationToken);
    }

    /// <summary>One pass of a worker; answers how many jobs it claimed.</summary>
    public Task<int> PassAsync(int batch = 16) =>
        UseAsync<EmbedBatch, int>(pass => pass.RunOnceAsync("one", batch, TestContext.Current.CancellationToken));

    public async Task<TResult> UseAsync<TService, TResult>(Func<TService, Task<TResult>> use)
        where TService : notnull
    {
        await using var scope = _host.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>The newest job of a trace as it stands, its columns by name, and <c>due_in</c>: in how many seconds it may be claimed.</summary>
    public async Task<JsonElement> JobAsync(Guid traceId)
    {
        var row = await Database.SqlAsync(
            """
            select to_jsonb(j) || jsonb_build_object('due_in', extract(epoch from greatest(scheduled_at, (select max(open_until) from embedding_circuits)) - now()))
            from embedding_jobs j where trace_id = $1 order by created_at desc, id desc limit 1
            """,
            traceId);
        return JsonElement.Parse((string)row!);
    }

    public async Task<string> StatusAsync(Guid traceId) => (await JobAsync(traceId)).GetProperty("status").GetString()!;

    public async Task<bool> IsEmbeddedAsync(Guid traceId) =>
        await Database.SqlAsync("select embedding is not null from traces where id = $1", traceId) is true;

    /// <summary>Along which axis the trace's vector points, as <see cref="CompleteAsync"/> was told; null without a vector.</summary>
    public async Task<int?> AxisAsync(Guid traceId) =>
        await Database.SqlAsync("select embedding::text from traces where id = $1", traceId) is string text
            ? Array.IndexOf(text.Trim('[', ']').Split(','), "1")
            : null;

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await Database.DisposeAsync();
    }

    private static (string Key, string Value)[] Of(ScriptedProvider provider) =>
        [("Embedding:Provider", "openai"), ("Embedding:ApiKey", "provider-key-of-the-tests"), ("Embedding:Endpoint", provider.Endpoint)];

    private static Vector Axis(int axis)
    {
        var components = new float[EmbeddingModel.DefaultDimensions];
        components[axis] = 1;
        return new Vector(components);
    }
}

/// <summary>A worker's services once more.</summary>
internal sealed class AnotherProcess(IHost host) : IDisposable
{
    public Task<int> PassAsync(int batch = 16) =>
        host.Services.GetRequiredService<EmbedBatch>().RunOnceAsync("two", batch, TestContext.Current.CancellationToken);

    public void Dispose() => host.Dispose();
}
