namespace CommonTrace.Tests.Jobs;

/// <summary>Asks until it is so, for a bounded time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <exception cref="TimeoutException">It was not so in <paramref name="longest"/>; 20 s when that is not given.</exception>
    public static async Task TrueAsync(Func<Task<bool>> isSo, TimeSpan? longest = null, Func<string>? tell = null)
    {
        var limit = longest ?? TimeSpan.FromSeconds(20);
        var started = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            if (TimeProvider.System.GetElapsedTime(started) > limit)
            {
                throw new TimeoutException($"It was not so within {limit}. {tell?.Invoke()}");
            }

            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
