using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using CommonTrace.Core.Data;
using CommonTrace.Core.Tenants;
using Npgsql;

namespace CommonTrace.Benchmarks.Search;

/// <summary>PostgreSQL's own load generator, with the statements of a search, the queries taken at random from a table.</summary>
internal sealed partial class PgBench(SearchStage stage)
{
    private const string QueriesSql =
        """
        create table search_benchmark (id integer primary key, vector vector not null, hits uuid[] not null);
        grant select on search_benchmark to commontrace_api;
        """;

    /// <summary>The queries with what they find.</summary>
    public async Task PrepareAsync(SearchHost host)
    {
        await stage.Database.SqlAsync(QueriesSql);
        for (var i = 0; i < stage.Sentences.Count; i++)
        {
            var hits = (await host.SearchAsync(stage.Sentences[i], Core.Search.SearchMode.Semantic)).Hits.Select(hit => hit.Trace.Id).ToArray();
            await stage.Database.SqlAsync("insert into search_benchmark values ($1, $2, $3)", i + 1, new Pgvector.Vector(stage.Vectors[i]), hits);
        }

        await stage.Database.SqlAsync("vacuum analyze search_benchmark");
    }

    /// <summary>Runs the statement by which vectors propose candidates, and if asked the one that reads the hits too; answers queries a second.</summary>
    public async Task<double> RunAsync(int clients, TimeSpan duration, bool withHits)
    {
        var script = Path.Combine(Path.GetTempPath(), $"search-{Guid.CreateVersion7():N}.sql");
        await File.WriteAllTextAsync(script, Script(withHits));
        try
        {
            using var process = Process.Start(await StartAsync(script, clients, duration)) ?? throw new InvalidOperationException("pgbench did not start.");
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return Rate().Match(await output) is { Success: true } rate && process.ExitCode == 0
                ? double.Parse(rate.Groups[1].Value, CultureInfo.InvariantCulture)
                : throw new InvalidOperationException($"pgbench: {await output}\n{await errors}");
        }
        finally
        {
            File.Delete(script);
        }
    }

    private string Script(bool withHits)
    {
        var statement = BareSearch.Propose(null, stage.Vectors[0]);
        // From the last on: $1 is in $10 too.
        var sql = statement.Parameters.Select((parameter, index) => (Mark: $"${index + 1}", Literal: LiteralOf(parameter))).Reverse()
            .Aggregate(statement.Sql, (text, parameter) => text.Replace(parameter.Mark, parameter.Literal, StringComparison.Ordinal));
        var hits = BareSearch.Read([]).Sql.Replace("$1", "(select hits from search_benchmark where id = :id)::uuid[]", StringComparison.Ordinal);
        return $"\\set id random(1, {stage.Sentences.Count})\n{OneLine(sql)};\n{(withHits ? OneLine(hits) + ";\n" : "")}";
    }

    private static string LiteralOf(NpgsqlParameter parameter) => parameter.Value switch
    {
        Pgvector.Vector => "(select vector from search_benchmark where id = :id)",
        DBNull or null => "null",
        string text => $"'{text}'",
        Guid id => $"'{id}'::uuid",
        bool truth => truth ? "true" : "false",
        int number => number.ToString(CultureInfo.InvariantCulture),
        _ => "'{}'::text[]",
    };

    private static string OneLine(string sql) => sql.ReplaceLineEndings(" ");

    private async Task<ProcessStartInfo> StartAsync(string script, int clients, TimeSpan duration)
    {
        var connection = new NpgsqlConnectionStringBuilder(stage.Database.ConnectionString.As(DatabaseRole.Api));
        var folder = await stage.Database.TextAsync("select setting from pg_config where name = 'BINDIR'");
        return new ProcessStartInfo(
            Path.Combine(folder, "pgbench"),
            ["-n", "-M", "prepared", "-c", $"{clients}", "-j", "2", "-T", $"{duration.TotalSeconds:N0}", "-f", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PGHOST"] = connection.Host,
                ["PGPORT"] = $"{connection.Port}",
                ["PGUSER"] = connection.Username,
                ["PGPASSWORD"] = connection.Password,
                ["PGDATABASE"] = connection.Database,
                ["PGOPTIONS"] = $"{connection.Options} -c commontrace.tenant={Tenant.CommonsId}",
            },
        };
    }

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex Rate();
}
