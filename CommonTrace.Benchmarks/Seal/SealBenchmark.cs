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

        var (lookUps, pages) = (new Pairs(), new Pairs());
        for (var round = 0; round <= RoundCount; round++)
        {
            await lookUps.AddRoundAsync(open, sealedOff, LookUpSql, ids);
            await pages.AddRoundAsync(open, sealedOff, PageSql, ids);
        }

        return new(
            $"{LookUps:N0} look-ups a round among {Traces:N0} traces, prepared, over one connection each and in turns: as the role of the API under row-level security, and as the owner without; both name the tenant; medians of {RoundCount} rounds.",
            new Figure("a trace by its id, sealed, p50", lookUps.Sealed, "µs", "the same without the seal", lookUps.Open, Bound.AtMost(1.5)),
            new Figure("a page of 50 traces, sealed, p50", pages.Sealed, "µs", "the same without the seal", pages.Open, Bound.AtMost(1.25)));
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var name = new NpgsqlCommand($"select set_config('commontrace.tenant', '{Tenant.CommonsId}', false)", connection);
        await name.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>The medians of each round, without and with the seal; the first round warms up.</summary>
    private sealed class Pairs
    {
        private readonly List<(double Open, double Sealed)> _rounds = [];

        public double[] Open => [.. _rounds.Skip(1).Select(round => round.Open)];

        public double[] Sealed => [.. _rounds.Skip(1).Select(round => round.Sealed)];

        /// <summary>Runs each look-up both ways, one after the other: a slow moment of the machine meets both.</summary>
        public async Task AddRoundAsync(NpgsqlConnection open, NpgsqlConnection sealedOff, string sql, List<Guid> ids)
        {
            await using var openCommand = await PrepareAsync(open, sql);
            await using var sealedCommand = await PrepareAsync(sealedOff, sql);
            var (opens, seals) = (new List<double>(LookUps), new List<double>(LookUps));
            for (var lookUp = 0; lookUp < LookUps; lookUp++)
            {
                var id = ids[lookUp * 7919 % ids.Count];
                // Whoever comes first fetches the row into the processor's cache for the other.
                foreach (var isSealed in lookUp % 2 == 0 ? [false, true] : new[] { true, false })
                {
                    (isSealed ? seals : opens).Add(await MeasureAsync(isSealed ? sealedCommand : openCommand, id));
                }
            }

            _rounds.Add((Rounds.Median(opens), Rounds.Median(seals)));
        }

        private static async Task<NpgsqlCommand> PrepareAsync(NpgsqlConnection connection, string sql)
        {
            var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = Guid.Empty }, new() { Value = Tenant.CommonsId } } };
            await command.PrepareAsync();
            return command;
        }

        private static async Task<double> MeasureAsync(NpgsqlCommand command, Guid id)
        {
            command.Parameters[0].Value = id;
            var started = Stopwatch.GetTimestamp();
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                _ = reader.GetString(1);
            }

            return Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }
    }
}
