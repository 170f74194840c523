using System.Text.Json;
using CommonTrace.Core.Safety;
using CommonTrace.Core.Trust;

namespace CommonTrace.Core.Import;

/// <summary>A row of <c>votes</c>.</summary>
internal sealed record VoteLine : IHistoryLine<VoteLine>
{
    public Guid Id { get; init; }

    public Guid TraceId { get; init; }

    public Guid VoterId { get; init; }

    public string? VoteType { get; init; }

    public string? FeedbackTag { get; init; }

    public string? FeedbackText { get; init; }

    public JsonElement? VoterContext { get; init; }

    public decimal Weight { get; init; }

    public bool IsEstablished { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; init; }

    object IHistoryLine<VoteLine>.Key => VoterId;

    Guid? IHistoryLine<VoteLine>.OwnId => Id;

    IEnumerable<Guid> IHistoryLine<VoteLine>.People => [VoterId];

    public IEnumerable<(string Field, string? Fault)> Checks() =>
    [
        ("id", LineRules.Id(Id)),
        ("voter_id", LineRules.Id(VoterId)),
        ("vote_type", LineRules.OneOf(VoteType, Trust.VoteType.Up, Trust.VoteType.Down)),
        ("feedback_tag", FeedbackTag is null && VoteType != Trust.VoteType.Down ? null : LineRules.OneOf(
            FeedbackTag, Trust.FeedbackTag.Outdated, Trust.FeedbackTag.Wrong, Trust.FeedbackTag.SecurityConcern, Trust.FeedbackTag.Spam)),
        ("feedback_text", LineRules.Optional(FeedbackText, NewVote.LongestText)),
        ("voter_context", LineRules.Json(VoterContext)),
        ("weight", LineRules.Weight(Weight, 1)),
        ("created_at", LineRules.Time(CreatedAt)),
        ("updated_at", LineRules.Time(UpdatedAt)),
    ];

    public IEnumerable<TextField> Texts() =>
    [
        new("feedback_text", FeedbackText, NewVote.LongestText, 0), new("voter_context", LineRules.RawText(VoterContext), int.MaxValue, IsJson: true),
    ];

    public VoteLine Screened(ScreenedFields texts) =>
        this with { FeedbackText = texts["feedback_text"], VoterContext = LineRules.Parse(texts["voter_context"]) };

    public VoteLine MovedTo(Guid traceId, TenantIds ids) => this with { TraceId = traceId, Id = ids.OfEntry(traceId, Id), VoterId = ids.Of(VoterId) };
}
