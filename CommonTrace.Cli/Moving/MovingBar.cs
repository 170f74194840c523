using CommonTrace.Cli.Terminal;
using Spectre.Console;

namespace CommonTrace.Cli.Moving;

/// <summary>How far a long move is: bytes, traces a second, and what is left. Drawn on a terminal only, on the error stream.</summary>
internal sealed class MovingBar
{
    private readonly string _what;
    private readonly ProgressTask? _task;
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private (long Position, long Count)? _first;

    private MovingBar(string what, ProgressTask? task) => (_what, _task) = (what, task);

    /// <param name="what">What is done, such as <c>Importing</c>.</param>
    /// <param name="length">How many bytes there are; null when nobody knows.</param>
    /// <param name="run">Does it, and reports to the bar.</param>
    public static Task<T> ShowAsync<T>(Screen screen, string what, long? length, Func<MovingBar, Task<T>> run)
    {
        if (Console.IsErrorRedirected)
        {
            return run(new MovingBar(what, null));
        }

        return screen.Error.Progress()
            .Columns(length is null
                ? [new SpinnerColumn(), new TaskDescriptionColumn()]
                : [new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn()])
            .StartAsync(progress =>
            {
                var task = progress.AddTask(Markup.Escape(what), maxValue: Math.Max(1, length ?? double.MaxValue));
                return run(new MovingBar(what, task));
            });
    }

    /// <summary>Tells how far it is.</summary>
    /// <param name="position">How many bytes are read or written.</param>
    /// <param name="count">How many traces are.</param>
    public void Report(long position, long count)
    {
        if (_task is null)
        {
            return;
        }

        // An import that goes on after an interruption was not that quick.
        var first = _first ??= (position, count);
        _task.Value = position;
        var elapsed = TimeProvider.System.GetElapsedTime(_started);
        var rate = (count - first.Count) / elapsed.TotalSeconds;
        var left = position > first.Position ? elapsed * ((_task.MaxValue - position) / (position - first.Position)) : TimeSpan.Zero;
        var rest = left > TimeSpan.Zero && left < TimeSpan.FromDays(1) ? $", {left:hh\\:mm\\:ss} left" : "";
        _task.Description = Markup.Escape($"{_what} {count:N0} traces, {rate:N0}/s{rest}");
    }
}
