using System.Runtime.InteropServices;

namespace Aspire.Hosting.Orchestration.Processes;

/// <summary>All that is needed to run one process and to know when it is ready.</summary>
internal sealed record LaunchPlan
{
    public required string FileName { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Added to the inherited environment; a null value removes a variable.</summary>
    public required IReadOnlyDictionary<string, string?> Environment { get; init; }

    /// <summary>Those of the variables that are worth showing, with secrets marked.</summary>
    public required IReadOnlyList<ShownVariable> Shown { get; init; }

    public required string WorkingDirectory { get; init; }

    public required Func<CancellationToken, Task<bool>> IsReadyAsync { get; init; }

    /// <summary>Lines that only a closer look asks for: the dashboard has them, the console has not.</summary>
    public Func<string, bool> IsDetail { get; init; } = _ => false;

    public PosixSignal StopSignal { get; init; } = PosixSignal.SIGTERM;

    /// <summary>How long a polite stop may take before the process is killed.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);
}

internal sealed record ShownVariable(string Name, string Value, bool IsSecret);
