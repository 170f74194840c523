using System.Globalization;
using Spectre.Console;

namespace CommonTrace.Cli.Terminal;

/// <summary>
/// How far something is, on the error stream: a bar with rate and remaining time on a terminal, a line now and then elsewhere. What is done
/// in a moment shows nothing. Dispose takes the bar away.
/// </summary>
internal sealed class ProgressBar(Screen screen, string title) : IDisposable
{
    private const int BarWidth = 24;

    private static readonly TimeSpan UntilShown = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan BetweenDrawings = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    private readonly Pace _pace = new();
    private readonly bool _isDrawn = screen.Error.Profile.Capabilities.Ansi;
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private TimeSpan? _shownAt;
    private string? _written;

    /// <summary>What goes on; may change on the way.</summary>
    public string Title { get; set; } = title;

    /// <param name="done">How many are done.</param>
    /// <param name="total">Of how many; null when nobody knows.</param>
    public void Report(long done, long? total)
    {
        _pace.Note(done);
        var now = TimeProvider.System.GetElapsedTime(_started);
        if (_isDrawn ? now - (_shownAt ?? UntilShown - BetweenDrawings) >= BetweenDrawings : now - (_shownAt ?? TimeSpan.Zero) >= BetweenLines)
        {
            _shownAt = now;
            Show(done, total);
        }
    }

    public void Dispose() => Clear();

    /// <summary>Takes it away until the next report, so that something else can be written.</summary>
    public void Clear()
    {
        if (_isDrawn && _shownAt is not null)
        {
            screen.Error.Write(new ControlCode("\r\e[2K"));
        }
    }

    private void Show(long done, long? total)
    {
        var figures = Figures(done, total);
        if (!_isDrawn)
        {
            Write($"{Title}: {figures}");
            return;
        }

        var room = screen.Error.Profile.Width - 1;
        var bar = total is { } all && room >= Title.Length + BarWidth + figures.Length + 4 ? Bar(all == 0 ? 1 : (double)done / all) : "";
        var text = bar.Length > 0 ? figures : figures[..Math.Clamp(room - Title.Length - 2, 0, figures.Length)];
        screen.Error.Write(new ControlCode("\r\e[2K"));
        screen.Error.Markup($"{Markup.Escape(Title)}  {bar}{Markup.Escape(text)}");
    }

    private void Write(string line)
    {
        if (line != _written)
        {
            _written = line;
            screen.Error.WriteLine(line);
        }
    }

    private string Figures(long done, long? total)
    {
        var told = new List<string> { total is { } all ? $"{Plain.Count(done)} of {Plain.Count(all)}" : Plain.Count(done) };
        if (_pace.PerSecond is > 0 and var rate)
        {
            told.Add(string.Create(CultureInfo.InvariantCulture, $"{rate:N1}/s"));
            if (total > done)
            {
                told.Add($"{Duration.Show(TimeSpan.FromSeconds(Math.Ceiling((total.Value - done) / rate)))} left");
            }
        }

        return string.Join(" · ", told);
    }

    private static string Bar(double share)
    {
        var filled = (int)Math.Round(Math.Clamp(share, 0, 1) * BarWidth);
        return $"[green]{new string('━', filled)}[/][dim]{new string('─', BarWidth - filled)}[/]  ";
    }
}
