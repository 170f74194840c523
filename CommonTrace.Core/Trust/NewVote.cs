using CommonTrace.Core.Safety;

namespace CommonTrace.Core.Trust;

/// <summary>A judgement that a user gives.</summary>
/// <param name="VoteType">See <see cref="Trust.VoteType"/>.</param>
/// <param name="FeedbackTag">See <see cref="Trust.FeedbackTag"/>; required for a down-vote.</param>
/// <param name="FeedbackText">At most 2,000 characters.</param>
/// <param name="VoterContext">A JSON object of at most 10 KB.</param>
public sealed record NewVote(string VoteType, string? FeedbackTag = null, string? FeedbackText = null, string? VoterContext = null)
{
    /// <summary>The longest feedback, in Unicode scalar values.</summary>
    public const int LongestText = 2000;

    /// <summary>The vote as it may be stored: complete, and behind the safety gates.</summary>
    internal Result<NewVote> Screen()
    {
        if (VoteType == Trust.VoteType.Down && FeedbackTag is null)
        {
            return TrustFailures.FeedbackTagMissing;
        }

        return ScreenTexts.Execute(
            [new("feedback_text", FeedbackText, LongestText, 0), new("voter_context", VoterContext, int.MaxValue, IsJson: true)]).Succeeded(out var texts, out var failure)
            ? this with { FeedbackText = texts["feedback_text"], VoterContext = texts["voter_context"] }
            : failure;
    }
}

/// <summary>For or against.</summary>
public static class VoteType
{
    public const string Up = "up";
    public const string Down = "down";
}

/// <summary>Why a vote is what it is.</summary>
public static class FeedbackTag
{
    public const string Outdated = "outdated";
    public const string Wrong = "wrong";
    public const string SecurityConcern = "security_concern";
    public const string Spam = "spam";
}

/// <summary>A vote as it was counted.</summary>
/// <param name="Weight">By how much it moved the trust score; 0.1 to 1, with four decimals.</param>
/// <param name="Confirms">Whether it is among the trace's confirmations.</param>
/// <param name="Trace">Where the trace stands with it.</param>
public sealed record CountedVote(
    Guid Id, string VoteType, string? FeedbackTag, string? FeedbackText, decimal Weight, bool Confirms, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt,
    TraceStanding Trace);

/// <summary>What others think of a trace.</summary>
/// <param name="TrustScore">The weights for it less the weights against it.</param>
/// <param name="ConfirmationCount">How many established users voted for it.</param>
/// <param name="Status">See <see cref="Traces.TraceStatus"/>.</param>
public sealed record TraceStanding(decimal TrustScore, int ConfirmationCount, string Status);
