using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CommonTrace.Tests.Data;

/// <summary>A log that can be asked what was written to it.</summary>
internal sealed class KeptLog<T> : ILogger<T>
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = new();

    public bool Holds(LogLevel atLeast, string text) =>
        _lines.Any(line => line.Level >= atLeast && line.Text.Contains(text, StringComparison.Ordinal));

    /// <summary>How many lines hold this.</summary>
    public int Count(string text) => _lines.Count(line => line.Text.Contains(text, StringComparison.Ordinal));

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((logLevel, formatter(state, exception)));
}
