using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Telemetry;
using Microsoft.Extensions.Options;
using Pgvector;

namespace CommonTrace.Core.Jobs;

/// <summary>Turns the texts of a batch into vectors, call by call, and sorts out which text a refusal is about.</summary>
public sealed class EmbedTexts(ProviderCircuit circuit, IOptions<EmbeddingOptions> embedding, IOptions<QueueOptions> queue)
{
    private const int LeastTokens = 16;

    /// <summary>Runs it: each job ends as embedded, as failed, or as neither, when the provider went down or the batch was told to stop.</summary>
    internal async Task ExecuteAsync(HeldBatch batch, CancellationToken cancellationToken)
    {
        var texts = CallPlan.Prepare(batch.Jobs.Where(job => job is { IsDone: false, IsKnown: false }), embedding.Value).ToList();
        foreach (var empty in texts.Where(text => string.IsNullOrWhiteSpace(text.Text)))
        {
            Fail(batch, empty, ProviderFault.EmptyText);
        }

        foreach (var call in CallPlan.Split(texts.Where(text => !string.IsNullOrWhiteSpace(text.Text)), embedding.Value))
        {
            if (!await AskAsync(batch, call, cancellationToken))
            {
                break;
            }
        }

        await AcquitIfAllWereRefusedAsync(batch, cancellationToken);
    }

    /// <summary>Makes one call. Returns false when the provider is down: more calls are no use.</summary>
    private async Task<bool> AskAsync(HeldBatch batch, List<PreparedText> texts, CancellationToken cancellationToken)
    {
        var answer = await circuit.CallAsync(batch.Set.Model, batch.Generator, [.. texts.Select(text => text.Text)], cancellationToken);
        if (answer.Fault is not { } fault)
        {
            Keep(batch, texts, answer);
            return true;
        }

        if (fault.IsRefusal && texts.Count > 1)
        {
            // The provider refuses a batch as a whole: halve it until the bad text stands alone.
            return await AskAsync(batch, texts[..(texts.Count / 2)], cancellationToken) && await AskAsync(batch, texts[(texts.Count / 2)..], cancellationToken);
        }

        if (fault.Code == ProviderFault.TooLong && texts[0].Tokens > LeastTokens)
        {
            // The model takes less than was estimated: halve the text until it fits.
            return await AskAsync(batch, [texts[0].Halved()], cancellationToken);
        }

        texts.ForEach(text => Fail(batch, text, fault));
        return !fault.IsProviders;
    }

    private void Fail(HeldBatch batch, PreparedText text, ProviderFault fault) =>
        batch.Failed.AddRange(text.Jobs.Select(job => new FailedJob(job, fault, BackOff(fault, job.Attempt))));

    private static void Keep(HeldBatch batch, List<PreparedText> texts, ProviderAnswer answer)
    {
        // The provider counts the call; a job bears its share.
        var share = answer.Tokens is { } total ? (int?)(total / texts.Sum(text => text.Jobs.Count)) : null;
        batch.Embedded.AddRange(texts.Zip(answer.Embeddings!).SelectMany(pair =>
            pair.First.Jobs.Select(job => new EmbeddedJob(job, new Vector(pair.Second.Vector), share, pair.First.Truncated))));
        CommonTraceTelemetry.ProviderTokens.Add(answer.Tokens ?? texts.Sum(text => text.Tokens), new KeyValuePair<string, object?>("model", batch.Set.Model.Id));
    }

    /// <summary>When all was refused, also a text that nobody can object to, the fault is not the texts'.</summary>
    private async Task AcquitIfAllWereRefusedAsync(HeldBatch batch, CancellationToken cancellationToken)
    {
        var refused = batch.Failed.Where(one => one.Fault.IsRefusal).ToList();
        if (refused.Count == 0 || batch.Embedded.Count > 0
            || (await circuit.AskAsync(batch.Set.Model, batch.Generator, [ProviderCircuit.ProbeText], cancellationToken)).Fault is not { } fault)
        {
            return;
        }

        await circuit.OpenAsync(batch.Set.Model, fault, cancellationToken);
        batch.Failed.RemoveAll(refused.Contains);
        batch.Failed.AddRange(refused.Select(one => one with { Fault = one.Fault with { IsPermanent = false, IsProviders = true } }));
    }

    /// <summary>Exponential with full jitter: a random part of min(2^attempt s, the longest). The circuit spaces out what the provider is to blame for.</summary>
    private TimeSpan BackOff(ProviderFault fault, int attempt) => fault.IsPermanent || fault.IsProviders
        ? TimeSpan.Zero
        : Random.Shared.NextDouble() * TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempt), queue.Value.LongestBackOff.TotalSeconds));
}
