using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Logging;

/// <summary>Every line of every resource in one place, with the resource's name before it.</summary>
internal sealed class ConsoleLines : ILoggerProvider
{
    private const string Host = "apphost";
    private static readonly string[] Colours = ["36", "33", "32", "35", "34", "96", "93", "92"];
    private readonly Lock _turn = new();
    private readonly bool _colour = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null;
    private readonly Dictionary<string, string> _colours = [];

    public ILogger CreateLogger(string categoryName) => new Source(this, ResourceLogs.ResourceOf(categoryName) ?? Host);

    public void Dispose()
    {
    }

    private void Write(string source, string text)
    {
        lock (_turn)
        {
            try
            {
                foreach (var line in text.Split('\n'))
                {
                    Console.Out.WriteLine($"{Paint(source)} {line.TrimEnd('\r')}");
                }
            }
            catch (IOException)
            {
                // The terminal went away; the run goes on to stop in order.
            }
        }
    }

    private string Paint(string source)
    {
        var label = $"{source,-12} |";
        if (!_colour)
        {
            return label;
        }

        if (!_colours.TryGetValue(source, out var colour))
        {
            _colours[source] = colour = Colours[_colours.Count % Colours.Length];
        }

        return $"\e[{colour}m{label}\e[0m";
    }

    private sealed class Source(ConsoleLines console, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                console.Write(name, exception is null ? formatter(state, null) : $"{formatter(state, exception)}\n{exception}");
            }
        }
    }
}
