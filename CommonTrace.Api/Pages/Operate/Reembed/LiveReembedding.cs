using CommonTrace.Api.Pages.Operate.Live;
using CommonTrace.Core;
using CommonTrace.Core.Embeddings.Reembed;

namespace CommonTrace.Api.Pages.Operate.Reembed;

/// <summary>How far the change of the model is, as all who look share it: counting takes a second for a million traces.</summary>
internal sealed class LiveReembedding(GetReembedding progress, PartRenderer renderer, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(3);

    private readonly SharedReading<Dictionary<string, string>> _now = new(
        Fresh, time, async () => await RenderAsync(await progress.ExecuteAsync(CancellationToken.None), renderer));

    public async Task<LiveParts> ReadAsync(CancellationToken cancellationToken) => new(await _now.GetAsync(cancellationToken));

    private static async Task<Dictionary<string, string>> RenderAsync(Result<ReembeddingProgress> answer, PartRenderer renderer)
    {
        answer.Succeeded(out var progress, out _);
        return new()
        {
            ["progress"] = await renderer.RenderAsync<ProgressPart>("Progress", progress),
            ["actions"] = await renderer.RenderAsync<ActionsPart>("Progress", progress),
        };
    }
}
