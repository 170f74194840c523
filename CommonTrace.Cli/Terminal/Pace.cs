namespace CommonTrace.Cli.Terminal;

/// <summary>How fast a count grows, over the last seconds.</summary>
internal sealed class Pace
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Queue<(long At, long Count)> _noted = new();
    private (long At, long Count) _last;

    /// <summary>Null before there are two counts.</summary>
    public double? PerSecond => _noted.TryPeek(out var first) && TimeProvider.System.GetElapsedTime(first.At, _last.At).TotalSeconds is > 0.05 and var seconds
        ? (_last.Count - first.Count) / seconds
        : null;

    public void Note(long count)
    {
        _last = (TimeProvider.System.GetTimestamp(), count);
        _noted.Enqueue(_last);
        while (_noted.Count > 2 && TimeProvider.System.GetElapsedTime(_noted.Peek().At, _last.At) > Window)
        {
            _noted.Dequeue();
        }
    }
}
