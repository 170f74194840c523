namespace Aspire.StackExchange.Redis;

/// <summary>Read from <c>Aspire:StackExchange:Redis</c>, then from its child named after the connection.</summary>
public sealed class StackExchangeRedisSettings
{
    public string? ConnectionString { get; set; }

    public bool DisableHealthChecks { get; set; }

    /// <summary>Without effect here: this client has no instrumentation to turn off.</summary>
    public bool DisableTracing { get; set; }

    /// <summary>False connects when the host starts, without holding it up; true, the default, when the client is first asked for.</summary>
    public bool DisableAutoActivation { get; set; } = true;
}
