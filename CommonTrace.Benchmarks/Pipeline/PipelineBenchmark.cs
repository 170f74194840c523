using CommonTrace.Benchmarks.Stage;
using CommonTrace.Core.Embeddings.Local;
using Pgvector;

namespace CommonTrace.Benchmarks.Pipeline;

/// <summary>Traces a second from stored to searchable with the local provider, beside the limit and beside the first design.</summary>
internal static class PipelineBenchmark
{
    private const int Traces = 4000;
    private const int WarmUp = 1_536;
    private const int Workers = 2;
    private const int RoundCount = 5;
    private const int Looks = 4;

    public static async Task<Measured> RunAsync(BenchmarkApp app)
    {
        var texts = TraceText.Make(WarmUp + Traces);
        await using var template = await TraceStage.CreateAsync(await app.StartedAsync());
        await template.AddAsync(texts[..WarmUp]);
        await template.AddAsync(texts[WarmUp..], dueAfter: TimeSpan.FromDays(1));
        var vectors = await EmbedAsync(texts);

        var rounds = await Rounds.RunAsync(
            RoundCount, "traces/s", ("worker process", () => WorkOffAsync(template)), ("bare loop", () => StoreAsync(template, vectors)));
        var first = await FirstAsync(template);
        Console.WriteLine($"  first design {Figure.Number(first)} traces/s");
        return new(
            $"{Traces:N0} traces of 1,500 characters after {WarmUp} to warm up, local provider, HNSW index in place; one process with {Workers} workers, {Workers} sessions for the bare loop; medians of {RoundCount} rounds in turns.",
            new Figure("stored → searchable", rounds[0], "traces/s", "a bare loop that stores the same vectors", rounds[1], Bound.AtLeast(0.8)),
            new Figure("stored → searchable", rounds[0], "traces/s", "the first design: one worker, poll 5 s, 10 a batch, a call per trace, rows locked", [first], Bound.AtLeast(100)));
    }

    private static async Task<double> WorkOffAsync(TraceStage template)
    {
        await using var stage = await template.CopyAsync();
        await using var worker = await stage.StartWorkerAsync(("Worker__Count", $"{Workers}"));
        await stage.DrainedAsync(worker);
        await stage.ReleaseAsync();
        return Traces / (await stage.DrainedAsync(worker)).TotalSeconds;
    }

    private static async Task<double> StoreAsync(TraceStage template, List<(Guid, Vector)> vectors)
    {
        await using var stage = await template.CopyAsync();
        await BareLoop.StoreAsync(stage, vectors[..WarmUp], Workers);
        return Traces / (await BareLoop.StoreAsync(stage, vectors[WarmUp..], Workers)).TotalSeconds;
    }

    private static async Task<double> FirstAsync(TraceStage template)
    {
        await using var stage = await template.CopyAsync();
        return await new FirstDesign(stage).RunAsync(Looks);
    }

    private static async Task<List<(Guid, Vector)>> EmbedAsync(List<TraceText> texts)
    {
        var embeddings = await new LocalEmbeddingGenerator().GenerateAsync(texts.Select(text => text.EmbeddingText));
        return [.. texts.Zip(embeddings, (text, embedding) => (text.Id, new Vector(embedding.Vector)))];
    }
}
