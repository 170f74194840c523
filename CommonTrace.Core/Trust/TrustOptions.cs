using System.ComponentModel.DataAnnotations;

namespace CommonTrace.Core.Trust;

/// <summary>Whose word counts, and how much of it. Section <c>Trust</c>.</summary>
public sealed class TrustOptions
{
    public const string Section = "Trust";

    /// <summary>
    /// How old a user must be for an up-vote to confirm and a flag to count; whoever has a validated trace need not wait. Default: one day; 0
    /// lets everybody count at once.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00", ErrorMessage = "Trust:EstablishedAfter must be from 0 to 3,650 days.")]
    public TimeSpan EstablishedAfter { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How many confirmations make a trace <c>validated</c>. Default: 2.</summary>
    [Range(1, 1000, ErrorMessage = "Trust:ValidationThreshold must be from {1} to {2}.")]
    public int ValidationThreshold { get; init; } = 2;
}
