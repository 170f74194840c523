using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace CommonTrace.Cli.Terminal;

/// <summary>Spans of time as people write and read them: <c>90s</c>, <c>10m</c>, <c>2h</c>, <c>1d</c>.</summary>
internal static class Duration
{
    /// <summary>An option that takes such a span; null when it is not given.</summary>
    public static Option<TimeSpan?> Option(string name, string description) => new(name)
    {
        Description = $"{description} Such as 90s, 10m, 2h, 1d.",
        HelpName = "time",
        CustomParser = Read,
    };

    /// <summary>In two units at most: <c>2 h 5 min</c>, <c>40 s</c>, <c>0.3 s</c>.</summary>
    public static string Show(TimeSpan span) => span switch
    {
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s"),
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s"),
        { TotalHours: < 1 } => $"{span.Minutes} min {span.Seconds} s",
        { TotalDays: < 1 } => $"{span.Hours} h {span.Minutes} min",
        _ => $"{(int)span.TotalDays} d {span.Hours} h",
    };

    /// <summary>How long ago that was, as <see cref="Show"/>.</summary>
    public static string Since(DateTimeOffset time)
    {
        var ago = TimeProvider.System.GetUtcNow() - time;
        return Show(ago > TimeSpan.Zero ? ago : TimeSpan.Zero);
    }

    private static TimeSpan? Read(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        var unit = text.Length > 1 ? text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 0 } : 0;
        if (unit > 0 && int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
        {
            return TimeSpan.FromSeconds((double)count * unit);
        }

        result.AddError($"\"{text}\" is no span of time; write it as 90s, 10m, 2h or 1d.");
        return null;
    }
}
