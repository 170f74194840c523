using System.Collections.Concurrent;
using Polly;
using Polly.CircuitBreaker;

namespace CommonTrace.Core.Embeddings;

/// <summary>This process' own breaker for each model: three failures, and nothing else, within half a minute mean that the provider is down.</summary>
public sealed class LocalBreakers(TimeProvider time)
{
    private readonly ConcurrentDictionary<EmbeddingModel, LocalBreaker> _breakers = new();

    internal LocalBreaker Of(EmbeddingModel model) => _breakers.GetOrAdd(model, _ => new LocalBreaker(time));
}

/// <summary>Counts what becomes of calls. What the database says of the circuit comes first: it closes this one.</summary>
internal sealed class LocalBreaker
{
    private readonly CircuitBreakerManualControl _control = new();
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline<ProviderAnswer> _pipeline;

    public LocalBreaker(TimeProvider time) => _pipeline = new ResiliencePipelineBuilder<ProviderAnswer> { TimeProvider = time }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions<ProviderAnswer>
        {
            ShouldHandle = new PredicateBuilder<ProviderAnswer>().HandleResult(answer => answer.Fault is { IsPermanent: false }),
            FailureRatio = 0.9,
            MinimumThroughput = 3,
            SamplingDuration = TimeSpan.FromSeconds(30),
            // It stays open until the database says that the circuit is closed.
            BreakDuration = TimeSpan.FromDays(1),
            ManualControl = _control,
            StateProvider = _state,
        }).Build();

    public bool IsClosed => _state.CircuitState == CircuitState.Closed;

    /// <summary>Follows the database, where the circuit is closed.</summary>
    public Task AgreeThatItIsClosedAsync(CancellationToken cancellationToken) => IsClosed ? Task.CompletedTask : _control.CloseAsync(cancellationToken);

    /// <summary>Makes a call and counts it. Null when another call has opened the breaker in this moment: then nothing is sent.</summary>
    public async Task<ProviderAnswer?> CallAsync(Func<CancellationToken, Task<ProviderAnswer>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(async token => await call(token), cancellationToken);
        }
        catch (BrokenCircuitException)
        {
            return null;
        }
    }
}
