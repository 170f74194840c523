using System.Diagnostics;
using CommonTrace.Benchmarks.Stage;
using CommonTrace.Core.Data;
using CommonTrace.Core.Tenants;
using Npgsql;

namespace CommonTrace.Benchmarks.Seal;

/// <summary>What the lower seal costs: the same look-ups with row-level security and, as the owner, without.</summary>
internal static class SealBenchmark
{
    private const int Traces = 20_000;
    private const int LookUps = 4_000;
    private const int RoundCount = 7;

    private const string LookUpSql = "select title, context_text, solution_text from traces where id = $1 and tenant_id = $2";

    private const string PageSql = "select id, title, solution_text from traces where tenant_id = $2 and id > $1 order by id limit 50";

    public static async Task<Measured> RunAsync(BenchmarkApp app)
    {
        await using var stage = await TraceStage.CreateAsync(await app.StartedAsync());
        var texts = TraceText.Make(Traces);
        await stage.AddAsync(texts, dueAfter: TimeSpan.FromDays(1));
        await using var open = await OpenAsync(stage.ConnectionString.As(DatabaseRole.Owner));
        await using var sealedOff = await OpenAsync(stage.ConnectionString.As(DatabaseRole.Api));
        var ids = texts.ConvertAll(text => text.Id);

        // Both connections and both plans warm.
        await Rounds.RunAsync(1, "µs", ("warm-up", Measure(open, LookUpSql, ids)), ("warm-up", Measure(sealedOff, LookUpSql, ids)));
        var results = await Rounds.RunAsync(
            RoundCount, "µs",
            ("look-up, open", Measure(open, LookUpSql, ids)),
            ("look-up, sealed", Measure(sealedOff, LookUpSql, ids)),
            ("page, open", Measure(open, PageSql, ids)),
            ("page, sealed", Measure(sealedOff, PageSql, ids)));
        return new(
            $"{LookUps:N0} look-ups a round among {Traces:N0} traces, over one connection each, prepared: as the role of the API under row-level security, and as the owner without; both name the tenant; medians of {RoundCount} rounds.",
            new Figure("a trace by its id, sealed, p50", results[1], "µs", "the same without the seal", results[0], Bound.AtMost(1.25)),
            new Figure("a page of 50 traces, sealed, p50", results[3], "µs", "the same without the seal", results[2], Bound.AtMost(1.25)));
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var name = new NpgsqlCommand($"select set_config('commontrace.tenant', '{Tenant.CommonsId}', false)", connection);
        await name.ExecuteNonQueryAsync();
        return connection;
    }

    private static Func<Task<double>> Measure(NpgsqlConnection connection, string sql, List<Guid> ids) => async () =>
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = Guid.Empty }, new() { Value = Tenant.CommonsId } } };
        await command.PrepareAsync();
        var taken = new List<double>(LookUps);
        for (var lookUp = 0; lookUp < LookUps; lookUp++)
        {
            command.Parameters[0].Value = ids[lookUp * 7919 % ids.Count];
            var started = Stopwatch.GetTimestamp();
            await using (var reader = await command.ExecuteReaderAsync())
            {
                while (await reader.ReadAsync())
                {
                    _ = reader.GetString(1);
                }
            }

            taken.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
        }

        return Rounds.Median(taken);
    };
}
