namespace CommonTrace.Core.Traces;

/// <summary>How long the parts of a trace may be, in Unicode scalar values unless said otherwise.</summary>
public static class TraceLimits
{
    public const int Title = 200;
    public const int Text = 50_000;
    public const int Tags = 20;
    public const int AgentModel = 100;
    public const int AgentVersion = 50;
    public const int WatchCondition = 500;

    /// <summary>Tokens that a solution may have cost; a number, not a length.</summary>
    public const int TokensToResolution = 50_000_000;

    /// <summary>The metadata document, in bytes of UTF-8.</summary>
    public const int MetadataBytes = 10 * 1024;
}
