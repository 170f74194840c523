using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using CommonTrace.Api.Validation;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Trust;

namespace CommonTrace.Api.Trust;

/// <summary>A judgement of a trace; a down-vote says why by its <c>feedback_tag</c>.</summary>
public sealed record VoteRequest(
    [property: Required(ErrorMessage = "is required."), AllowedValues(VoteType.Up, VoteType.Down, ErrorMessage = "must be up or down.")] string? VoteType,
    [property: AllowedValues(
        null, Core.Trust.FeedbackTag.Outdated, Core.Trust.FeedbackTag.Wrong, Core.Trust.FeedbackTag.SecurityConcern, Core.Trust.FeedbackTag.Spam,
        ErrorMessage = "must be outdated, wrong, security_concern or spam.")] string? FeedbackTag,
    [property: TextLength(0, NewVote.LongestText)] string? FeedbackText,
    [property: Metadata] JsonElement? VoterContext)
{
    public NewVote ToNewVote() => new(
        VoteType!, FeedbackTag, FeedbackText, VoterContext is { ValueKind: not JsonValueKind.Null } context ? context.GetRawText() : null);
}

/// <summary>A vote as it was counted, and where the trace stands with it.</summary>
public sealed record VoteResponse(
    Guid Id, Guid TraceId, Guid VoterId, string VoteType, string? FeedbackTag, string? FeedbackText, decimal Weight, bool Confirms, decimal TrustScore,
    int ConfirmationCount, string TraceStatus, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static VoteResponse Of(Guid traceId, Guid voterId, CountedVote vote) => new(
        vote.Id, traceId, voterId, vote.VoteType, vote.FeedbackTag, vote.FeedbackText, vote.Weight, vote.Confirms, vote.Trace.TrustScore,
        vote.Trace.ConfirmationCount, vote.Trace.Status, vote.CreatedAt, vote.UpdatedAt);
}

/// <summary>What came of a trace for one who used it.</summary>
public sealed record OutcomeRequest(
    [property: Required(ErrorMessage = "is required.")] bool? Solved,
    [property: TextLength(1, ReportOutcome.LongestNote)] string? Note);

/// <summary>An outcome as it was kept; <c>reason</c> says why it does not count: <c>own_trace</c> or <c>not_opened</c>.</summary>
public sealed record OutcomeResponse(
    Guid TraceId, bool Solved, string? Note, decimal Weight, bool Counts, string? Reason, OutcomeCounts Outcomes, decimal TrustScore, int ConfirmationCount,
    string TraceStatus, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static OutcomeResponse Of(Guid traceId, ToldOutcome told) => new(
        traceId, told.Solved, told.Note, told.Weight, told.Uncounted is null, told.Uncounted, told.Outcomes, told.Trace.TrustScore,
        told.Trace.ConfirmationCount, told.Trace.Status, told.CreatedAt, told.UpdatedAt);
}

/// <summary>What others think of a user's traces; the overall score counts each vote once, however many tags its trace bears.</summary>
public sealed record ReputationResponse(Guid UserId, double OverallWilsonScore, IReadOnlyList<DomainResponse> Domains)
{
    public static ReputationResponse Of(UserReputation reputation) => new(
        reputation.UserId, reputation.OverallWilsonScore,
        [.. reputation.Domains.Select(domain => new DomainResponse(domain.DomainTag, domain.WilsonScore, domain.UpvoteCount, domain.DownvoteCount))]);
}

/// <summary>What others think of a user's traces under one tag.</summary>
public sealed record DomainResponse(string DomainTag, double WilsonScore, int UpvoteCount, int DownvoteCount);

/// <summary>How many rows differed from what votes and outcomes say, and were mended.</summary>
public sealed record RecountResponse(long Traces, long Outcomes, long Reputations);
