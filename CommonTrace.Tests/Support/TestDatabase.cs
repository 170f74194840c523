using CommonTrace.Core;
using CommonTrace.Core.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace CommonTrace.Tests.Support;

/// <summary>A migrated database of one's own on the application's server, with Core's services over it; dropped at the end.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly SemaphoreSlim TemplateLock = new(1, 1);
    private static string? _template;

    private TestDatabase(string connectionString) => ConnectionString = connectionString;

    public string ConnectionString { get; }

    /// <summary>Copies the template, which is migrated once per run.</summary>
    public static async Task<TestDatabase> CreateAsync(TestApp app)
    {
        await TemplateLock.WaitAsync();
        try
        {
            if (_template is null)
            {
                var template = await CreateEmptyAsync(app, "template");
                using var host = template.CreateHost(DatabaseRole.Owner);
                await using var scope = host.Services.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<MigrateDatabase>().ExecuteAsync(CancellationToken.None);
                _template = new NpgsqlConnectionStringBuilder(template.ConnectionString).Database!;
                // A database with a connection to it, if only in a pool, cannot be copied.
                await app.SqlAsync("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = $1", _template);
            }

            return await CreateEmptyAsync(app, "test", _template);
        }
        finally
        {
            TemplateLock.Release();
        }
    }

    /// <summary>A database without tables.</summary>
    public static async Task<TestDatabase> CreateEmptyAsync(TestApp app, string name = "empty", string? template = null)
    {
        var database = $"{name}_{Guid.CreateVersion7():N}";
        await app.SqlAsync($"create database {database}" + (template is null ? "" : $" template {template}"));
        return new TestDatabase(new NpgsqlConnectionStringBuilder(app.ConnectionString) { Database = database }.ConnectionString);
    }

    /// <summary>The database of this connection string, which is dropped at the end.</summary>
    public static TestDatabase At(string connectionString) => new(connectionString);

    /// <summary>A host with Core's services, not started.</summary>
    public IHost CreateHost(DatabaseRole role, params (string Key, string Value)[] settings) => CreateHost(role, TimeProvider.System, settings);

    /// <summary>A host whose clock is this one.</summary>
    public IHost CreateHost(DatabaseRole role, TimeProvider time, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:commontrace"] = ConnectionString,
            ["ConnectionStrings:redis"] = "127.0.0.1:1,connectTimeout=200",
            ["Embedding:Provider"] = "local",
            ["Safety:QualityFloor"] = "false",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Services.AddSingleton(time);
        builder.AddCommonTrace(role);
        Core.Redis.RedisServices.AddRedis(builder);
        return builder.Build();
    }

    /// <summary>Runs SQL as the owner, past the seals.</summary>
    public async Task<object?> SqlAsync(string sql, params object[] parameters)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        return await command.ExecuteScalarAsync();
    }

    /// <summary>Lets the database go away, ending all connections to it, or come back.</summary>
    public async Task AllowConnectionsAsync(bool allow)
    {
        await FromOutsideAsync(name => $"alter database {name} allow_connections {allow}");
        if (!allow)
        {
            await FromOutsideAsync(name => $"select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = '{name}'");
        }
    }

    public async ValueTask DisposeAsync() => await FromOutsideAsync(name => $"drop database if exists {name} with (force)");

    private async Task FromOutsideAsync(Func<string, string> sql)
    {
        var outside = new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false };
        var name = outside.Database!;
        outside.Database = "postgres";
        await using var connection = new NpgsqlConnection(outside.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql(name), connection);
        await command.ExecuteNonQueryAsync();
    }
}
