using CommonTrace.Api.Pages.Operate.Live;
using CommonTrace.Core.Jobs.History;

namespace CommonTrace.Api.Pages.Operate.Queue;

/// <summary>The queue's page as all who look at it share it: read and rendered once a second, and only while somebody looks.</summary>
internal sealed class LiveQueue(ReadQueueScene scene, GetQueueHistory history, PartRenderer renderer, TimeProvider time)
{
    // A row comes every minute.
    private static readonly TimeSpan HistoryIsFresh = TimeSpan.FromSeconds(10);

    private readonly SharedReading<Dictionary<string, string>> _now = new(
        LiveStream.Pace, time, async () => await RenderSceneAsync(await scene.ExecuteAsync(CancellationToken.None), renderer));

    private readonly SharedReading<Dictionary<string, string>> _hour = HistoryOf(HistoryWindow.Hour, history, renderer, time);

    private readonly SharedReading<Dictionary<string, string>> _day = HistoryOf(HistoryWindow.Day, history, renderer, time);

    /// <summary>All parts, with the history of this window.</summary>
    public async Task<LiveParts> ReadAsync(HistoryWindow window, CancellationToken cancellationToken)
    {
        var past = await (window == HistoryWindow.Day ? _day : _hour).GetAsync(cancellationToken);
        return new LiveParts(new Dictionary<string, string>(await _now.GetAsync(cancellationToken)).Concat(past).ToDictionary());
    }

    private static async Task<Dictionary<string, string>> RenderSceneAsync(QueueScene now, PartRenderer renderer) => new()
    {
        ["figures"] = await renderer.RenderAsync<QueueFiguresPart>("Scene", now),
        ["waits"] = await renderer.RenderAsync<WaitsPart>("Scene", now),
        ["pauses"] = await renderer.RenderAsync<PausesPart>("Scene", now),
        ["provider"] = await renderer.RenderAsync<ProviderPart>("Health", now.Provider),
        ["workers"] = await renderer.RenderAsync<WorkersPart>("Scene", now),
    };

    private static SharedReading<Dictionary<string, string>> HistoryOf(HistoryWindow window, GetQueueHistory history, PartRenderer renderer, TimeProvider time) =>
        new(HistoryIsFresh, time, async () =>
        {
            var moments = await history.ExecuteAsync(window, CancellationToken.None);
            return new()
            {
                ["charts"] = await renderer.RenderAsync<HistoryCharts>("Moments", moments),
                ["table"] = await renderer.RenderAsync<HistoryTable>("Moments", moments),
            };
        });
}
