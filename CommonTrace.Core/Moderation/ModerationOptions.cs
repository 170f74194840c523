using System.ComponentModel.DataAnnotations;

namespace CommonTrace.Core.Moderation;

/// <summary>When flags hide a trace. Section <c>Moderation</c>.</summary>
public sealed class ModerationOptions
{
    public const string Section = "Moderation";

    /// <summary>How many distinct established people must have flagged a trace before it is hidden from searches; a moderator's flag hides at once. Default: 2.</summary>
    [Range(1, 1000, ErrorMessage = "Moderation:FlagThreshold must be from {1} to {2}.")]
    public int FlagThreshold { get; init; } = 2;
}
