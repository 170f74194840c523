using CommonTrace.Tests.Support;
using Npgsql;

namespace CommonTrace.Tests.Faults;

/// <summary>What others do to the database while traces keep coming: the pipeline goes on. By how much it slows is measured by the benchmark <c>chaos</c>.</summary>
public sealed class PressureTests(TestApp app)
{
    private const int Waves = 8;

    [Fact]
    public async Task Beside_a_transaction_that_somebody_left_open()
    {
        await using var stage = await FaultStage.CreateAsync(app);
        await using var left = await OpenAsync(stage);
        await ExecuteAsync(left, "begin isolation level repeatable read; update users set display_name = display_name; select count(*) from traces");

        await WavesAsync(stage);

        await stage.BalancesAsync();
    }

    [Fact]
    public async Task Beside_four_who_read_in_long_snapshots()
    {
        await using var stage = await FaultStage.CreateAsync(app);
        using var enough = new CancellationTokenSource();
        var readers = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ReadAsync(stage, enough.Token)));

        await WavesAsync(stage);
        await stage.BalancesAsync();
        await enough.CancelAsync();

        Assert.All(await readers, snapshots => Assert.True(snapshots > 0));
    }

    private static async Task WavesAsync(FaultStage stage)
    {
        stage.StartWorker();
        for (var wave = 0; wave < Waves; wave++)
        {
            await stage.SubmitAsync(60, $"wave {wave}");
            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Reads the queue twice in each of its snapshots; answers how many there were.</summary>
    private static async Task<int> ReadAsync(FaultStage stage, CancellationToken enough)
    {
        const string Sql = "select count(*) filter (where status = 'completed') from embedding_jobs";
        await using var connection = await OpenAsync(stage);
        var snapshots = 0;
        for (; !enough.IsCancellationRequested; snapshots++)
        {
            await ExecuteAsync(connection, "begin isolation level repeatable read");
            var first = await ExecuteAsync(connection, Sql);
            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
            Assert.Equal(first, await ExecuteAsync(connection, Sql));
            await ExecuteAsync(connection, "commit");
        }

        return snapshots;
    }

    private static async Task<NpgsqlConnection> OpenAsync(FaultStage stage)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(stage.Database.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
