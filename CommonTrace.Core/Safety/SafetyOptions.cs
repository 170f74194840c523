namespace CommonTrace.Core.Safety;

/// <summary>What the gates ask of a trace. Section <c>Safety</c>.</summary>
public sealed class SafetyOptions
{
    public const string Section = "Safety";

    /// <summary>Whether traces that teach nothing are refused: template husks, repeated titles, no letters, one solution under many titles. Default: true.</summary>
    public bool QualityFloor { get; init; } = true;
}
