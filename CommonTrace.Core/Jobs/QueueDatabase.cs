using CommonTrace.Core.Data;
using Npgsql;
using Polly;
using Polly.Retry;

namespace CommonTrace.Core.Jobs;

/// <summary>
/// The queue's own connections, in the API too: they see the jobs of every tenant, and the planner takes the queue's indexes for granted,
/// since its statistics of a table that fills and empties are always wrong.
/// </summary>
public sealed class QueueDatabase(DatabaseLogin login) : IAsyncDisposable
{
    private static readonly ResiliencePipeline Retrying = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
    {
        ShouldHandle = new PredicateBuilder().Handle<NpgsqlException>(exception => exception.IsTransient),
        MaxRetryAttempts = 3,
        Delay = TimeSpan.FromMilliseconds(200),
        MaxDelay = TimeSpan.FromSeconds(2),
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
    }).Build();

    // Made when first needed: by then the gate is open, and the types that the migrations made are there to be read.
    private readonly Lazy<NpgsqlDataSource> _source = new(() => Build(login));

    /// <summary>Runs a query and reads its rows. Retried after a transient fault, so it must only read, or be fenced.</summary>
    /// <exception cref="NpgsqlException">The database refused, or stayed away.</exception>
    public async Task<List<T>> QueryAsync<T>(
        string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        await Retrying.ExecuteAsync(
            async token =>
            {
                await using var command = _source.Value.CreateCommand(sql);
                command.Parameters.AddRange(parameters.Select(parameter => parameter.Clone()).ToArray());
                await using var reader = await command.ExecuteReaderAsync(token);
                var rows = new List<T>();
                while (await reader.ReadAsync(token))
                {
                    rows.Add(read(reader));
                }

                return rows;
            },
            cancellationToken);

    /// <summary>Runs a statement; answers how many rows it touched. Retried like <see cref="QueryAsync"/>.</summary>
    public async Task<int> ExecuteAsync(string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken) =>
        await Retrying.ExecuteAsync(
            async token =>
            {
                await using var command = _source.Value.CreateCommand(sql);
                command.Parameters.AddRange(parameters.Select(parameter => parameter.Clone()).ToArray());
                return await command.ExecuteNonQueryAsync(token);
            },
            cancellationToken);

    public ValueTask DisposeAsync() => _source.IsValueCreated ? _source.Value.DisposeAsync() : ValueTask.CompletedTask;

    private static NpgsqlDataSource Build(DatabaseLogin login)
    {
        var connection = new NpgsqlConnectionStringBuilder(login.ConnectionString.As(DatabaseRole.Worker))
        {
            // Each statement of the queue is run over and over.
            MaxAutoPrepare = 40,
            AutoPrepareMinUsages = 2,
        };
        connection.Options += " -c enable_seqscan=off -c enable_bitmapscan=off -c jit=off -c plan_cache_mode=force_generic_plan";
        var builder = new NpgsqlDataSourceBuilder(connection.ConnectionString);
        builder.UseVector();
        return builder.Build();
    }
}
