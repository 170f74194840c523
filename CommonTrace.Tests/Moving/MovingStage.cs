using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using CommonTrace.Core.Data;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Export;
using CommonTrace.Core.Import;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Trust;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CommonTrace.Tests.Moving;

/// <summary>An installation of one's own that is moved from and to: a database, and the API's services over it. No worker runs.</summary>
internal sealed class MovingStage : IAsyncDisposable
{
    private readonly IHost _host;

    private MovingStage(TestDatabase database) => (Database, _host) = (database, database.CreateHost(DatabaseRole.Api));

    public TestDatabase Database { get; }

    public static async Task<MovingStage> CreateAsync(TestApp app) => new(await TestDatabase.CreateAsync(app));

    /// <summary>A tenant with everything that a tenant can have.</summary>
    public async Task FillAsync(Guid tenant)
    {
        await _host.Services.GetRequiredService<EmbeddingSets>().EstablishedAsync(TestContext.Current.CancellationToken);
        foreach (var sql in FilledTenant.Sql)
        {
            await Database.SqlAsync(sql.Replace("$tenant", $"'{tenant}'::uuid", StringComparison.Ordinal));
        }

        await InAsync(tenant, async services => await services.GetRequiredService<RecountTrust>().ExecuteAsync(CallerOf(tenant), TestContext.Current.CancellationToken));
    }

    public async Task<Guid> CreateTenantAsync()
    {
        var id = Guid.CreateVersion7();
        await Database.SqlAsync("insert into tenants (id, name) values ($1, $2)", id, $"tenant {id}");
        return id;
    }

    public async Task<List<JsonObject>> ExportAsync(Guid tenant, bool history = true, bool vectors = true)
    {
        var lines = new List<JsonObject>();
        await InAsync(tenant, async services =>
        {
            var export = services.GetRequiredService<ExportTraces>();
            await foreach (var line in export.ExecuteAsync(CallerOf(tenant), history, vectors, TestContext.Current.CancellationToken))
            {
                lines.Add(JsonNode.Parse(line)!.AsObject());
            }
        });
        return lines;
    }

    public Task<ImportReport> ImportAsync(Guid tenant, params IEnumerable<JsonObject> lines) => ImportAsync(tenant, check: false, lines);

    public async Task<ImportReport> ImportAsync(Guid tenant, bool check, IEnumerable<JsonObject> lines)
    {
        ImportReport? report = null;
        var body = Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(line => line.ToJsonString())));
        await InAsync(tenant, async services =>
        {
            var import = services.GetRequiredService<ImportTraces>();
            var reader = PipeReader.Create(new MemoryStream(body));
            report = check
                ? await import.CheckAsync(CallerOf(tenant), reader, TestContext.Current.CancellationToken)
                : await import.ExecuteAsync(CallerOf(tenant), reader, TestContext.Current.CancellationToken);
        });
        return report!;
    }

    /// <summary>All rows of a tenant that an export tells of, table by table, each as JSON in order.</summary>
    public async Task<IReadOnlyDictionary<string, string>> RowsAsync(Guid tenant)
    {
        var rows = new Dictionary<string, string>();
        foreach (var (table, sql) in FilledTenant.Tables)
        {
            rows[table] = await Database.SqlAsync($"select string_agg(row::text, E'\\n' order by row::text) from ({sql}) every (row)", tenant) as string ?? "";
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await Database.DisposeAsync();
    }

    private static Caller CallerOf(Guid tenant) => new(User.OperatorId, tenant, Scopes.All, null);

    private async Task InAsync(Guid tenant, Func<IServiceProvider, Task> run)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantContext>().Enter(tenant);
        await run(scope.ServiceProvider);
    }
}
