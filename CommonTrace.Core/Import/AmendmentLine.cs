using CommonTrace.Core.Amendments;
using CommonTrace.Core.Safety;

namespace CommonTrace.Core.Import;

/// <summary>A row of <c>amendments</c>.</summary>
internal sealed record AmendmentLine : IHistoryLine<AmendmentLine>
{
    public Guid Id { get; init; }

    public Guid TraceId { get; init; }

    public Guid ContributorId { get; init; }

    public string? ImprovedSolution { get; init; }

    public string? Explanation { get; init; }

    public string? Status { get; init; }

    public bool IsCredited { get; init; }

    public IReadOnlyList<string?> SafetyFlags { get; init; } = [];

    public Guid? DecidedBy { get; init; }

    public DateTime? DecidedAt { get; init; }

    public DateTime CreatedAt { get; init; }

    object IHistoryLine<AmendmentLine>.Key => Id;

    Guid? IHistoryLine<AmendmentLine>.OwnId => Id;

    IEnumerable<Guid> IHistoryLine<AmendmentLine>.People => [ContributorId];

    public IEnumerable<(string Field, string? Fault)> Checks() =>
    [
        ("id", LineRules.Id(Id)),
        ("contributor_id", LineRules.Id(ContributorId)),
        ("improved_solution", LineRules.Required(ImprovedSolution, AmendmentLimits.ImprovedSolution)),
        ("explanation", LineRules.Required(Explanation, AmendmentLimits.Explanation)),
        ("status", LineRules.OneOf(Status, AmendmentStatus.Pending, AmendmentStatus.Accepted, AmendmentStatus.Rejected)),
        ("is_credited", IsCredited && Status != AmendmentStatus.Accepted ? "only an accepted amendment is credited." : null),
        ("safety_flags", FlagNames.FaultOf(SafetyFlags)),
        ("decided_at", (Status == AmendmentStatus.Pending) == DecidedAt is null
            ? LineRules.OptionalTime(DecidedAt) : "must be there unless the amendment is pending, and then not."),
        ("created_at", LineRules.Time(CreatedAt)),
    ];

    public IEnumerable<TextField> Texts() =>
    [
        new("improved_solution", ImprovedSolution, AmendmentLimits.ImprovedSolution), new("explanation", Explanation, AmendmentLimits.Explanation),
    ];

    public AmendmentLine Screened(ScreenedFields texts) => this with
    {
        ImprovedSolution = texts["improved_solution"],
        Explanation = texts["explanation"],
        SafetyFlags = FlagNames.Join(SafetyFlags, texts.Texts.Flags),
    };

    public AmendmentLine MovedTo(Guid traceId, TenantIds ids) => this with
    {
        TraceId = traceId,
        Id = ids.OfEntry(traceId, Id),
        ContributorId = ids.Of(ContributorId),
        DecidedBy = ids.Of(DecidedBy),
    };
}
