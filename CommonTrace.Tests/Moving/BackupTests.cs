using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;
using Npgsql;

namespace CommonTrace.Tests.Moving;

/// <summary>A backup made and restored with PostgreSQL's own programs, as docs/operations.md tells it.</summary>
public sealed class BackupTests(TestApp app)
{
    private const int Traces = 20;

    private const string KeySql =
        """
        insert into api_keys (id, tenant_id, user_id, name, prefix, key_hash, scopes)
        values ($1, '00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002', 'backup', $2, $3, '{read}')
        """;

    // Two lost their vector, and one of them its job too; one waits for its first vector.
    private const string LoseSql =
        """
        with lost as (
            update traces set embedding = null, embedding_hash = null, embedded_at = null where title in ('trace 3', 'trace 4') returning id
        )
        delete from embedding_jobs j using traces t where t.id = j.trace_id and t.title = 'trace 3' and exists (select from lost)
        """;

    private const string EmbeddedSql =
        "select string_agg(title || ' ' || embedded_at, ',' order by title) from traces where title not in ('trace 3', 'trace 4', 'late')";

    [Fact]
    public async Task A_restored_database_serves_keys_and_searches_and_only_what_lacks_its_vector_is_embedded()
    {
        var key = ApiKeyFormat.Generate();
        await using var source = await JobStage.CreateAsync(app);
        await source.AddManyAsync(Traces);
        while (await source.PassAsync(Traces) > 0)
        {
        }

        await source.AddTraceAsync("late");
        await source.Database.SqlAsync(LoseSql);
        await source.Database.SqlAsync(KeySql, Guid.CreateVersion7(), ApiKeyFormat.ShownPrefix(key), SHA256.HashData(Encoding.UTF8.GetBytes(key)));

        await using var restored = JobStage.At(await RestoreAsync(source.Database));
        var swept = await restored.SweepAsync();

        Assert.Equal(await source.Database.SqlAsync(EmbeddedSql), await restored.Database.SqlAsync(EmbeddedSql));
        Assert.Equal(2, swept);
        Assert.Equal("late,trace 3,trace 4", await restored.Database.SqlAsync(
            "select string_agg(t.title, ',' order by t.title) from embedding_jobs j join traces t on t.id = j.trace_id where j.status = 'pending'"));
        Assert.Equal(0, await restored.SweepAsync());
        await ServesAsync(restored.Database, key);
        Assert.Equal(await source.Database.SqlAsync(EmbeddedSql), await restored.Database.SqlAsync(EmbeddedSql));
    }

    /// <summary>Starts the services on it: what lacks a vector gets it, and somebody with a key finds it.</summary>
    private static async Task ServesAsync(TestDatabase database, string key)
    {
        (string, string)[] settings =
        [
            ("ConnectionStrings__commontrace", database.ConnectionString), ("ConnectionStrings__redis", "127.0.0.1:1,connectTimeout=200"), ("Embedding__Provider", "local"),
        ];
        await using var worker = ServiceProcess.Start("CommonTrace.Worker", settings);
        await using var api = ServiceProcess.Start("CommonTrace.Api", settings);
        await api.HealthyAsync();
        await Eventually.TrueAsync(
            async () => await database.SqlAsync("select bool_and(embedding is not null and s.words is not null) from traces t join trace_search s on s.trace_id = t.id") is true,
            tell: () => worker.Output);

        using var client = await api.CreateClientAsync();
        client.DefaultRequestHeaders.Add("X-API-Key", key);
        var found = (await client.PostAnswerAsync(ApiCalls.Search, new { q = "late", limit = 5 })).Is(HttpStatusCode.OK);
        Assert.Equal("late", found.Body.GetProperty("results")[0].GetProperty("title").GetString());
        Assert.Null(found.Body.GetProperty("degraded_reason").GetString());
    }

    private async Task<TestDatabase> RestoreAsync(TestDatabase source)
    {
        var folder = Directory.CreateTempSubdirectory("backup-");
        try
        {
            var backup = Path.Combine(folder.FullName, "commontrace.dump");
            var target = await TestDatabase.CreateEmptyAsync(app, "restored");
            await RunAsync("pg_dump", source, ["-Fc", "-f", backup]);
            await RunAsync("pg_restore", target, ["--exit-on-error", "-d", NameOf(target), backup]);
            return target;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task RunAsync(string program, TestDatabase database, string[] arguments)
    {
        var login = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var programs = (string)(await app.SqlAsync("select setting from pg_config where name = 'BINDIR'"))!;
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(programs, program), arguments)
        {
            RedirectStandardError = true,
            Environment =
            {
                ["PGHOST"] = login.Host, ["PGPORT"] = $"{login.Port}", ["PGUSER"] = login.Username, ["PGPASSWORD"] = login.Password, ["PGDATABASE"] = login.Database,
            },
        })!;
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program}: {errors}");
    }

    private static string NameOf(TestDatabase database) => new NpgsqlConnectionStringBuilder(database.ConnectionString).Database!;
}
