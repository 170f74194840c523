using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommonTrace.Api.Pages.Operate.Live;

/// <summary>The parts of a page that change by themselves, by their names, as HTML.</summary>
/// <param name="Parts">What each part looks like now.</param>
/// <param name="IsLast">Whether nothing will change any more.</param>
internal sealed record LiveParts(IReadOnlyDictionary<string, string> Parts, bool IsLast = false);

/// <summary>
/// Sends a page's parts as server-sent events, each when it changed and at most once a second. Beside these there are <c>beat</c> (all is as it
/// was), <c>away</c> (it cannot be read just now) and <c>end</c> (nothing will change any more). The stream ends when the caller leaves, the key
/// is revoked or this server stops.
/// </summary>
internal sealed class LiveStream(IServiceScopeFactory scopes, IHostApplicationLifetime host, TimeProvider time, ILogger<LiveStream> logger)
{
    /// <summary>How often is looked, and at most sent.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    // Well below the 25 s of silence after which the script believes the connection lost.
    private static readonly TimeSpan BetweenBeats = TimeSpan.FromSeconds(10);

    // A revocation holds everywhere within five seconds.
    private static readonly TimeSpan BetweenChecks = TimeSpan.FromSeconds(4);

    /// <summary>The answer to a browser that listens.</summary>
    public ServerSentEventsResult<string> Send(Caller caller, Func<CancellationToken, Task<LiveParts>> read) =>
        TypedResults.ServerSentEvents(EventsAsync(caller, read));

    private async IAsyncEnumerable<SseItem<string>> EventsAsync(
        Caller caller, Func<CancellationToken, Task<LiveParts>> read, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.ApplicationStopping);
        var sent = new Dictionary<string, string>();
        var (spokenAt, checkedAt) = (time.GetTimestamp(), time.GetTimestamp());
        while (!ended.IsCancellationRequested)
        {
            var events = EventsOf(await TryAsync(read, ended.Token), sent, time.GetElapsedTime(spokenAt) >= BetweenBeats);
            foreach (var item in events)
            {
                spokenAt = time.GetTimestamp();
                yield return item;
            }

            if (events is [.., { EventType: "end" }] || !await RestAsync(ended.Token))
            {
                yield break;
            }

            if (time.GetElapsedTime(checkedAt) >= BetweenChecks)
            {
                checkedAt = time.GetTimestamp();
                if (!await MayGoOnAsync(caller, ended.Token))
                {
                    yield break;
                }
            }
        }
    }

    private static List<SseItem<string>> EventsOf(LiveParts? now, Dictionary<string, string> sent, bool isSilent)
    {
        if (now is null)
        {
            // When it is back, all is sent: so the browser knows that it is.
            sent.Clear();
            return [new SseItem<string>("", "away")];
        }

        var events = new List<SseItem<string>>();
        foreach (var (part, html) in now.Parts.Where(part => sent.GetValueOrDefault(part.Key) != part.Value))
        {
            sent[part] = html;
            events.Add(new SseItem<string>(html, part));
        }

        if (now.IsLast)
        {
            events.Add(new SseItem<string>("", "end"));
        }

        return events is [] && isSilent ? [new SseItem<string>("", "beat")] : events;
    }

    private async Task<LiveParts?> TryAsync(Func<CancellationToken, Task<LiveParts>> read, CancellationToken ended)
    {
        try
        {
            return await read(ended);
        }
        catch (Exception exception)
        {
            if (!ended.IsCancellationRequested)
            {
                logger.LogWarning(exception, "What a page shows live could not be read; it is tried again in {Pace}", Pace);
            }

            return null;
        }
    }

    private async Task<bool> RestAsync(CancellationToken ended)
    {
        await Task.Delay(Pace, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !ended.IsCancellationRequested;
    }

    private async Task<bool> MayGoOnAsync(Caller caller, CancellationToken ended)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantContext>().Enter(caller.TenantId);
            return await scope.ServiceProvider.GetRequiredService<RecheckKey>().ExecuteAsync(caller, ended);
        }
        catch (Exception) when (!ended.IsCancellationRequested)
        {
            // The database is away: what is read says so, and whoever must be asked again is asked when it is back.
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
