using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Aspire.Hosting.Dashboard;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Logging;

/// <summary>The last lines of one resource, and whoever reads along.</summary>
internal sealed class ResourceLog(ILogger logger, TimeProvider time) : ILogger
{
    private const int Kept = 2000;
    private readonly Lock _gate = new();
    private readonly Queue<DashboardLogLine> _backlog = new();
    private readonly List<Channel<DashboardLogLine>> _readers = [];
    private long _count;

    /// <param name="text">The line.</param>
    /// <param name="isError">Whether it came as an error.</param>
    /// <param name="isDetail">A detail is shown on the dashboard, and not on the console.</param>
    public void Add(string text, bool isError, bool isDetail = false)
    {
        lock (_gate)
        {
            // PostgreSQL writes its ordinary lines as errors.
            var line = new DashboardLogLine(++_count, time.GetUtcNow(), isError && !isDetail, text);
            _backlog.Enqueue(line);
            if (_backlog.Count > Kept)
            {
                _backlog.Dequeue();
            }

            _readers.ForEach(reader => reader.Writer.TryWrite(line));
        }

        logger.Log(isDetail ? LogLevel.Debug : LogLevel.Information, "{Line}", text);
    }

    public IReadOnlyList<string> Last(int count)
    {
        lock (_gate)
        {
            return [.. _backlog.TakeLast(count).Select(line => line.Text)];
        }
    }

    public async IAsyncEnumerable<DashboardLogLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A reader that falls behind loses its oldest lines rather than the host its memory.
        var channel = Channel.CreateBounded<DashboardLogLine>(
            new BoundedChannelOptions(2 * Kept) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
        {
            foreach (var line in _backlog)
            {
                channel.Writer.TryWrite(line);
            }

            _readers.Add(channel);
        }

        try
        {
            await foreach (var line in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return line;
            }
        }
        finally
        {
            lock (_gate)
            {
                _readers.Remove(channel);
            }
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Add(formatter(state, exception), logLevel >= LogLevel.Warning);
        }
    }
}
