using System.Diagnostics;
using Aspire.Hosting.Testing;
using CommonTrace.Core.Data;
using CommonTrace.Tests.Support;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace CommonTrace.Benchmarks.Stage;

/// <summary>A database of one's own on the application's server, traces that wait in it, and the processes that work on it.</summary>
internal sealed class TraceStage : IAsyncDisposable
{
    private const string CopyTracesSql =
        """
        copy traces (id, tenant_id, title, context_text, solution_text, content_hash, status, trust_score, confirmation_count, contributor_id, is_seed)
        from stdin binary
        """;

    private const string AddJobsSql =
        """
        insert into embedding_jobs (id, tenant_id, trace_id, status, priority, attempt, max_attempts, scheduled_at, content_hash)
        select gen_random_uuid(), tenant_id, id, 'pending', 0, 0, 5, now() + $1, content_hash
        from traces t where not exists (select from embedding_jobs j where j.trace_id = t.id)
        """;

    // Two looks at the head of an index: whoever watches must not take the processor from those who are measured.
    private const string BusySql =
        """
        select coalesce((
                select scheduled_at <= now() from embedding_jobs where status = 'pending' and embedding_set_id is null
                order by priority desc, tenant_id, scheduled_at, id limit 1), false)
            or exists (select from embedding_jobs where status = 'processing' and lease_expires_at is not null)
        """;

    private const string FailedSql = "select exists (select from embedding_jobs where status = 'failed')";

    private static readonly Guid Commons = new("00000000-0000-7000-8000-000000000001");
    private static readonly Guid Operator = new("00000000-0000-7000-8000-000000000002");
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    private readonly TestApp _app;
    private readonly TestDatabase _database;
    private readonly NpgsqlDataSource _watching;

    private TraceStage(TestApp app, TestDatabase database)
    {
        (_app, _database) = (app, database);
        var source = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxPoolSize = 40 }.ConnectionString);
        source.UseVector();
        Source = source.Build();
        _watching = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            Options = "-c enable_seqscan=off -c enable_bitmapscan=off",
            MaxAutoPrepare = 2,
        });
    }

    /// <summary>Connections of the owner.</summary>
    public NpgsqlDataSource Source { get; }

    public string ConnectionString => _database.ConnectionString;

    /// <summary>A migrated database without traces.</summary>
    public static async Task<TraceStage> CreateAsync(TestApp app) => new(app, await TestDatabase.CreateAsync(app));

    /// <summary>A copy of this one as it stands; this one's connections are closed for it.</summary>
    public async Task<TraceStage> CopyAsync()
    {
        Source.Clear();
        _watching.Clear();
        var copy = await TestDatabase.CreateEmptyAsync(_app, "copy", new NpgsqlConnectionStringBuilder(ConnectionString).Database);
        await _app.SqlAsync("checkpoint");
        return new TraceStage(_app, copy);
    }

    /// <summary>Stores traces, each with its pending job, which is due after a while.</summary>
    public async Task AddAsync(IReadOnlyList<TraceText> texts, TimeSpan dueAfter = default)
    {
        await using var connection = await Source.OpenConnectionAsync();
        await using (var copy = await connection.BeginBinaryImportAsync(CopyTracesSql))
        {
            foreach (var text in texts)
            {
                await copy.WriteRowAsync(
                    default, text.Id, Commons, text.Title, text.Context, text.Solution, text.ContentHash, "pending", 0m, 0, Operator, false);
            }

            await copy.CompleteAsync();
        }

        await AddJobsAsync(dueAfter);
    }

    /// <summary>Gives a job to every trace that has none.</summary>
    public async Task AddJobsAsync(TimeSpan dueAfter)
    {
        await SqlAsync(AddJobsSql, dueAfter);
        await SqlAsync("vacuum (analyze) traces, embedding_jobs");
    }

    /// <summary>Lets all pending jobs be due, now.</summary>
    public Task ReleaseAsync() => SqlAsync("update embedding_jobs set scheduled_at = now() where status = 'pending'");

    public async Task SqlAsync(string sql, params object[] parameters)
    {
        await using var command = Source.CreateCommand(sql);
        command.CommandTimeout = 0;
        command.Parameters.AddRange(Array.ConvertAll(parameters, parameter => new NpgsqlParameter { Value = parameter }));
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A worker process over this database; idle, it looks for work every 50 ms unless told otherwise.</summary>
    public async Task<ServiceProcess> StartWorkerAsync(params (string, string)[] settings)
    {
        var worker = ServiceProcess.Start("CommonTrace.Worker", [.. await SettingsAsync(), ("Worker__Poll", "00:00:00.05"), .. settings]);
        await worker.HealthyAsync();
        return worker;
    }

    /// <summary>An API process over this database.</summary>
    public async Task<ServiceProcess> StartApiAsync(params (string, string)[] settings)
    {
        var api = ServiceProcess.Start("CommonTrace.Api", [.. await SettingsAsync(), ("Auth__OperatorKey", TestApp.OperatorKey), .. settings]);
        await api.HealthyAsync();
        return api;
    }

    /// <summary>Waits until no job is due or in hand, and answers how long that took.</summary>
    /// <exception cref="InvalidOperationException">A job failed.</exception>
    public async Task<TimeSpan> DrainedAsync(ServiceProcess worker)
    {
        var watch = Stopwatch.StartNew();
        await using var watching = await _watching.OpenConnectionAsync();
        await using var busy = new NpgsqlCommand(BusySql, watching);
        while (await busy.ExecuteScalarAsync() is true)
        {
            if (watch.Elapsed > Limit)
            {
                throw new TimeoutException($"Not drained within {Limit}.\n{worker.Output}");
            }

            await Task.Delay(Look);
        }

        var taken = watch.Elapsed;
        await using var failed = new NpgsqlCommand(FailedSql, watching);
        return await failed.ExecuteScalarAsync() is true ? throw new InvalidOperationException($"A job failed.\n{worker.Output}") : taken;
    }

    /// <summary>Waits until the vector index is there, which a worker drops for a large load and builds afterwards.</summary>
    public Task IndexedAsync() =>
        TrueAsync("select coalesce((select indisvalid from pg_index where indexrelid = to_regclass('ix_traces_embedding_hnsw')), false)");

    /// <summary>Waits until so many traces have their vector.</summary>
    public Task EmbeddedAsync(int traces) => TrueAsync($"select count(*) = {traces} from traces where embedding is not null");

    /// <summary>Core's services over this database.</summary>
    public IHost CreateHost(DatabaseRole role = DatabaseRole.Worker) => _database.CreateHost(role);

    /// <summary>Runs statements on a connection of their own; answers the lines of their results.</summary>
    public async Task<string> TextAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var rows = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        do
        {
            while (await rows.ReadAsync())
            {
                lines.Add(rows.GetString(0));
            }
        }
        while (await rows.NextResultAsync());

        return string.Join('\n', lines);
    }

    private async Task TrueAsync(string sql)
    {
        var watch = Stopwatch.StartNew();
        await using var command = Source.CreateCommand(sql);
        while (await command.ExecuteScalarAsync() is not true)
        {
            if (watch.Elapsed > Limit)
            {
                throw new TimeoutException($"Not so within {Limit}: {sql}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await _watching.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task<(string, string)[]> SettingsAsync() =>
    [
        ("ConnectionStrings__commontrace", ConnectionString),
        ("ConnectionStrings__redis", await _app.App.GetConnectionStringAsync("redis") ?? ""),
        ("Embedding__Provider", "local"),
    ];
}
