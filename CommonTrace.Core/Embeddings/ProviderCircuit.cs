using CommonTrace.Core.Jobs;
using CommonTrace.Core.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CommonTrace.Core.Embeddings;

/// <summary>
/// The circuit breaker between the workers and a provider. Each process counts its own failures (Polly); what one of them finds out, all
/// obey: the state is a row in the database, and no job is claimed while it is not <c>closed</c>. One worker at a time then probes the
/// provider with a text that nobody can object to; so a job that always fails cannot pass for a provider that is down.
/// </summary>
public sealed class ProviderCircuit(
    QueueDatabase database, LocalBreakers breakers, IOptions<QueueOptions> queue, IOptions<EmbeddingOptions> embedding, TimeProvider time,
    ILogger<ProviderCircuit> logger)
{
    /// <summary>What a probe sends.</summary>
    public const string ProbeText = "CommonTrace";

    private static readonly TimeSpan LongestAskedDelay = TimeSpan.FromHours(1);

    // While it is open already, a call that was under way when it opened tells nothing new.
    private const string OpenSql =
        """
        insert into embedding_circuits as c (provider, model_id, state, faults, code, detail, open_until)
        values ($1, $2, 'open', 1, $3, $4, now() + greatest($5, least(2, $6) * (0.5 + random() / 2) * interval '1 second'))
        on conflict (provider, model_id) do update
        set state = 'open', code = excluded.code, detail = excluded.detail, probe_until = null, changed_at = now(),
            faults = case when c.state = 'open' then c.faults else c.faults + 1 end,
            open_until = greatest(
                case when c.state = 'open' then c.open_until end,
                now() + greatest($5, least(power(2, least(case when c.state = 'open' then c.faults else c.faults + 1 end, 20)), $6) * (0.5 + random() / 2) * interval '1 second'))
        returning faults, extract(epoch from open_until - now())::float8
        """;

    private const string TakeProbeSql =
        """
        update embedding_circuits set state = 'half_open', probe_until = now() + $3, changed_at = now()
        where provider = $1 and model_id = $2 and state <> 'closed' and open_until <= now() and (state = 'open' or probe_until < now())
        """;

    private const string CloseSql =
        """
        update embedding_circuits
        set state = 'closed', faults = 0, open_until = null, probe_until = null, code = null, detail = null, changed_at = now()
        where provider = $1 and model_id = $2 and state = 'half_open'
        """;

    /// <summary>Makes one call through the breaker, after a claim: so the circuit was closed a moment ago.</summary>
    /// <returns>The embeddings, or the fault; a fault that opened the circuit is the provider's own.</returns>
    public async Task<ProviderAnswer> CallAsync(
        EmbeddingModel model, IEmbeddingGenerator<string, Embedding<float>> generator, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var breaker = breakers.Of(model);
        await breaker.AgreeThatItIsClosedAsync(cancellationToken);
        if (await breaker.CallAsync(token => AskAsync(model, generator, texts, token), cancellationToken) is not { } answer)
        {
            return new ProviderAnswer(null, ProviderFault.CircuitOpen);
        }

        if (answer.Fault is not { } fault || (!fault.IsProviders && breaker.IsClosed))
        {
            return answer;
        }

        await OpenAsync(model, fault, cancellationToken);
        return new ProviderAnswer(null, fault with { IsProviders = true });
    }

    /// <summary>Opens the circuit for every worker, for as long as the provider asks (up to an hour), or 2^n s after n openings in a row.</summary>
    public async Task OpenAsync(EmbeddingModel model, ProviderFault fault, CancellationToken cancellationToken)
    {
        var asked = fault.RetryAfter is { } wanted ? (wanted < LongestAskedDelay ? wanted : LongestAskedDelay) : TimeSpan.Zero;
        var opened = await database.QueryAsync(
            OpenSql,
            [.. Key(model), new() { Value = fault.Code }, new() { Value = fault.Detail }, new() { Value = asked }, new() { Value = queue.Value.LongestBackOff.TotalSeconds }],
            row => (Faults: row.GetInt32(0), Seconds: row.GetDouble(1)),
            cancellationToken);
        CommonTraceTelemetry.CircuitOpened.Add(1, new KeyValuePair<string, object?>("error.type", fault.Code));
        logger.LogWarning("The provider of {Model} is left alone for {Seconds:F1} s: {Code}, {Faults} times in a row", model.Id, opened[0].Seconds, fault.Code, opened[0].Faults);
    }

    /// <summary>If the circuit's time is over and nobody else does: asks the provider, and closes the circuit or opens it again.</summary>
    /// <returns>True when it was closed: there may be work.</returns>
    public async Task<bool> ProbeAsync(EmbeddingModel model, IEmbeddingGenerator<string, Embedding<float>> generator, CancellationToken cancellationToken)
    {
        if (await database.ExecuteAsync(TakeProbeSql, [.. Key(model), new() { Value = embedding.Value.Timeout * 2 }], cancellationToken) == 0)
        {
            return false;
        }

        var answer = await AskAsync(model, generator, [ProbeText], cancellationToken);
        if (answer.Fault is { } fault)
        {
            await OpenAsync(model, fault, cancellationToken);
            return false;
        }

        await database.ExecuteAsync(CloseSql, Key(model), cancellationToken);
        logger.LogInformation("The provider of {Model} answers again", model.Id);
        return true;
    }

    /// <summary>Asks the provider past the breaker, within <see cref="EmbeddingOptions.Timeout"/>, and checks what it answers.</summary>
    public async Task<ProviderAnswer> AskAsync(
        EmbeddingModel model, IEmbeddingGenerator<string, Embedding<float>> generator, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(embedding.Value.Timeout);
        var started = time.GetTimestamp();
        try
        {
            return ProviderAnswer.Of(texts, await generator.GenerateAsync(texts, cancellationToken: timeout.Token), model);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new ProviderAnswer(null, ProviderFault.Of(exception, embedding.Value.ApiKey, time));
        }
        finally
        {
            CommonTraceTelemetry.ProviderDuration.Record(time.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("model", model.Id));
        }
    }

    private static NpgsqlParameter[] Key(EmbeddingModel model) => [new() { Value = model.Provider }, new() { Value = model.Id }];
}
