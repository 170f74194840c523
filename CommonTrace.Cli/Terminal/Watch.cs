using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CommonTrace.Cli.Terminal;

/// <summary>
/// Asks the server again and again until Ctrl+C, which is how a watch ends: with exit code 0. On a terminal it draws one screen; piped it
/// writes a line each time something changed, with <c>--json</c> an object. A server that is away for a while is waited for.
/// </summary>
/// <param name="screen">Where it is shown.</param>
/// <param name="tell">What of an answer counts as its state, in a line.</param>
/// <param name="draw">Draws an answer.</param>
internal sealed class Watch(Screen screen, Func<JsonElement, string> tell, Func<JsonElement, IRenderable> draw)
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Seldom = TimeSpan.FromSeconds(8);

    private TimeSpan _interval = Often;
    private string? _told;
    private string? _trouble;

    public async Task<int> RunAsync(Func<CancellationToken, Task<JsonElement>> askAsync, CancellationToken cancellationToken)
    {
        try
        {
            // A server that cannot be asked at all is an error as for any verb.
            var answer = await askAsync(cancellationToken);
            if (screen.IsJson || !screen.Out.Profile.Capabilities.Ansi)
            {
                await AskOnAsync(answer, askAsync, Write, cancellationToken);
            }

            await screen.Out.Live(draw(answer)).Overflow(VerticalOverflow.Crop).StartAsync(
                live => AskOnAsync(answer, askAsync, now => live.UpdateTarget(new Rows(draw(now), Footer())), cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to end.
        }

        return ExitCode.Done;
    }

    private async Task AskOnAsync(
        JsonElement answer, Func<CancellationToken, Task<JsonElement>> askAsync, Action<JsonElement> show, CancellationToken cancellationToken)
    {
        while (true)
        {
            show(answer);
            await Task.Delay(_interval, cancellationToken);
            try
            {
                answer = await askAsync(cancellationToken);
                Note(null);
            }
            catch (CliException failure) when (failure.ExitCode == ExitCode.Unreachable)
            {
                Note(failure.Message);
            }
            catch (CliException failure) when (failure.Code == "rate_limit.exceeded")
            {
                // The key may not ask so often.
                _interval = _interval < Seldom ? _interval * 2 : Seldom;
            }
        }
    }

    /// <summary>Says once that the server is away, and once that it is back.</summary>
    private void Note(string? trouble)
    {
        var isNews = (trouble is null) != (_trouble is null);
        _trouble = trouble is null ? null : _trouble ?? $"Away since {Now()}: {trouble}";
        if (isNews && !screen.Out.Profile.Capabilities.Ansi)
        {
            screen.Error.WriteLine(_trouble ?? $"{Now()} The server is back.");
        }
    }

    private void Write(JsonElement answer)
    {
        var line = tell(answer);
        if (line == _told)
        {
            return;
        }

        _told = line;
        if (screen.IsJson)
        {
            var written = JsonObject.Create(answer)!;
            written.Insert(0, "at", TimeProvider.System.GetUtcNow());
            Console.Out.WriteLine(written.ToJsonString());
        }
        else
        {
            screen.Out.WriteLine($"{Now()} {line}");
        }
    }

    private Markup Footer() => _trouble is null
        ? new Markup($"[dim]{Now()} · Ctrl+C ends[/]")
        : new Markup($"[yellow]{Markup.Escape(_trouble)} Shown is what it said last.[/]");

    private static string Now() => TimeProvider.System.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
