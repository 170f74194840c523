using System.Reflection;

namespace Aspire.Hosting;

/// <summary>How this run differs from a person's: what Aspire.Hosting.Testing sets for an AppHost that it runs.</summary>
internal sealed record RunOptions
{
    private static readonly AsyncLocal<RunOptions?> Flowing = new();

    /// <summary>Set by a test around the AppHost's entry point, so that several can run in one process.</summary>
    public static RunOptions Current
    {
        get => Flowing.Value ?? new RunOptions();
        set => Flowing.Value = value;
    }

    public Assembly? AppHost { get; init; }

    public string? EnvironmentName { get; init; }

    /// <summary>What the AppHost's launch profile would have put into the environment.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public bool DisableDashboard { get; init; }

    public bool RandomPorts { get; init; }

    /// <summary>Nothing of the run is kept: no data, no user secrets.</summary>
    public bool ThrowAway { get; init; }

    /// <summary>Called with the builder when the AppHost builds; returns when the application may be built.</summary>
    public Action<IDistributedApplicationBuilder>? Building { get; init; }

    public Action<DistributedApplication>? Built { get; init; }
}
