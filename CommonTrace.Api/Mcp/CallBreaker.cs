namespace CommonTrace.Api.Mcp;

/// <summary>How a call ended, for the breaker.</summary>
internal enum CallEnd
{
    /// <summary>The server answered; a refusal is an answer.</summary>
    Answered,

    /// <summary>The server failed, or took too long.</summary>
    Failed,

    /// <summary>The caller went away before there was an answer.</summary>
    Abandoned,
}

/// <summary>
/// Leaves a failing server alone: after <see cref="Failures"/> failures in a row it lets nothing through for <see cref="OpenFor"/>, then one call,
/// by whose end it closes or opens again. It counts for this process only, and for all callers together.
/// </summary>
internal sealed class CallBreaker(TimeProvider time)
{
    /// <summary>So many failures in a row open it.</summary>
    public const int Failures = 5;

    /// <summary>How long it stays open.</summary>
    public static readonly TimeSpan OpenFor = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan WhileTrying = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private int _round;
    private int _failures;
    private long? _openedAt;
    private bool _isTrying;

    /// <summary>Lets a call through, or says how long to wait. Whoever is let through tells by <see cref="Report"/> how the call ended.</summary>
    /// <param name="round">What to give back to <see cref="Report"/>.</param>
    /// <param name="wait">Above zero when the call is not let through.</param>
    public bool TryEnter(out int round, out TimeSpan wait)
    {
        lock (_lock)
        {
            wait = _openedAt is { } openedAt ? OpenFor - time.GetElapsedTime(openedAt) : TimeSpan.Zero;
            if (wait <= TimeSpan.Zero)
            {
                wait = _isTrying ? WhileTrying : TimeSpan.Zero;
            }

            if (wait == TimeSpan.Zero && _openedAt is not null)
            {
                (_isTrying, _round) = (true, _round + 1);
            }

            round = _round;
            return wait == TimeSpan.Zero;
        }
    }

    /// <summary>Takes the end of a call. One that began before the breaker last opened tells nothing of now.</summary>
    public void Report(int round, CallEnd end)
    {
        lock (_lock)
        {
            if (round != _round)
            {
                return;
            }

            if (end == CallEnd.Answered)
            {
                (_failures, _openedAt, _isTrying) = (0, null, false);
            }
            else if (end == CallEnd.Failed && (_isTrying || ++_failures >= Failures))
            {
                (_failures, _openedAt, _isTrying, _round) = (0, time.GetTimestamp(), false, _round + 1);
            }
            else if (end == CallEnd.Abandoned)
            {
                _isTrying = false;
            }
        }
    }
}
