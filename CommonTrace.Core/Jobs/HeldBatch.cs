using CommonTrace.Core.Embeddings;
using Microsoft.Extensions.AI;

namespace CommonTrace.Core.Jobs;

/// <summary>A claimed batch on its way from claim to store. Its lease is renewed until it is disposed.</summary>
public sealed class HeldBatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _renewing;

    internal HeldBatch(
        string worker, IReadOnlyList<ClaimedJob> jobs, EmbeddingSet set, IEmbeddingGenerator<string, Embedding<float>> generator, Func<CancellationToken, Task> renew)
    {
        (Worker, Jobs, Set, Generator) = (worker, jobs, set, generator);
        _renewing = renew(_ended.Token);
    }

    public string Worker { get; }

    public IReadOnlyList<ClaimedJob> Jobs { get; }

    public EmbeddingSet Set { get; }

    internal IEmbeddingGenerator<string, Embedding<float>> Generator { get; }

    internal List<EmbeddedJob> Embedded { get; } = [];

    internal List<FailedJob> Failed { get; } = [];

    /// <summary>How long the provider took.</summary>
    internal TimeSpan Duration { get; set; }

    /// <summary>How many jobs were completed; known after the store.</summary>
    public int Succeeded { get; internal set; }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _renewing;
        _ended.Dispose();
    }
}
