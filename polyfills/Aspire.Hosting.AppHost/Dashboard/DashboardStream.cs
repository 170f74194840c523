using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>
/// What one open page is told. The source is drained at its own pace into bounded buffers, so that a slow browser holds neither
/// memory nor the host: it gets the newest state and the newest lines, and Kestrel ends a connection that takes nothing.
/// </summary>
internal sealed class DashboardStream(IDashboardSource source, string? logs, ILogger logger)
{
    private const int ShownLines = 2_000;
    private const int LongestLine = 8_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, ChannelReader<Line>> _logs = [];
    private readonly List<Task> _pumps = [];

    // Holds "there is news" and nothing else, however often it is said.
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private volatile bool _changed = true;

    public async IAsyncEnumerable<SseItem<string>> ReadAsync(string run, [EnumeratorCancellation] CancellationToken ct)
    {
        yield return new(run, "hello") { ReconnectionInterval = TimeSpan.FromSeconds(1) };

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        _pumps.Add(PumpAsync(source.WatchAsync(ended.Token), _ => _changed = true, "the resources"));
        try
        {
            while (!ct.IsCancellationRequested)
            {
                if (_changed)
                {
                    _changed = false;
                    FollowNewLogs(ended.Token);
                    yield return Event("resources", source.Resources.Select(WithoutSecrets));
                }

                if (TakeLines() is { Length: > 0 } lines)
                {
                    yield return Event("logs", lines);
                }

                await WaitForNewsAsync(ct);
            }
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(_pumps);
        }
    }

    private void FollowNewLogs(CancellationToken ct)
    {
        foreach (var name in source.Resources.Select(r => r.Name).Where(n => logs is "*" || logs == n))
        {
            if (!_logs.ContainsKey(name))
            {
                var lines = Channel.CreateBounded<Line>(
                    new BoundedChannelOptions(ShownLines) { FullMode = BoundedChannelFullMode.DropOldest });
                _logs.Add(name, lines.Reader);
                _pumps.Add(Task.Run(() => PumpAsync(
                    source.LogsAsync(name, ct), line => lines.Writer.TryWrite(Line.Of(name, line)), $"the log of {name}"), CancellationToken.None));
            }
        }
    }

    // Several logs are put in order of time, and no more lines are sent than the page keeps.
    private Line[] TakeLines()
    {
        List<Line> lines = [];
        foreach (var log in _logs.Values)
        {
            for (var left = ShownLines; left > 0 && log.TryRead(out var line); left--)
            {
                lines.Add(line);
            }
        }

        return [.. lines.OrderBy(l => l.At).TakeLast(ShownLines)];
    }

    private async Task WaitForNewsAsync(CancellationToken ct)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(ct);
        wait.CancelAfter(Heartbeat);
        try
        {
            await _news.Reader.ReadAsync(wait.Token);
            await Task.Delay(Pause, ct);
        }
        catch (OperationCanceledException)
        {
            // Stopping, or nothing happened: the state is sent again, which also finds out whether the browser is still there.
            _changed = true;
        }
    }

    private async Task PumpAsync<T>(IAsyncEnumerable<T> items, Action<T> take, string what)
    {
        try
        {
            await foreach (var item in items)
            {
                take(item);
                _news.Writer.TryWrite(true);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed or the host stops.
        }
        catch (Exception e)
        {
            logger.LogWarning(e, "The dashboard can no longer follow {What}", what);
        }
    }

    private static DashboardResource WithoutSecrets(DashboardResource resource) =>
        resource with { Environment = [.. resource.Environment.Select(v => v.IsSecret ? v with { Value = "" } : v)] };

    private static SseItem<string> Event<T>(string type, T data) => new(JsonSerializer.Serialize(data, JsonSerializerOptions.Web), type);

    private sealed record Line(string Resource, long Number, DateTimeOffset At, bool IsError, string Text)
    {
        public static Line Of(string resource, DashboardLogLine line) => new(
            resource, line.Number, line.At, line.IsError, line.Text.Length <= LongestLine ? line.Text : line.Text[..LongestLine] + " …");
    }
}
