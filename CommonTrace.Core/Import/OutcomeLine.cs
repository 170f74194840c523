using CommonTrace.Core.Safety;
using CommonTrace.Core.Trust;

namespace CommonTrace.Core.Import;

/// <summary>A row of <c>outcomes</c>.</summary>
internal sealed record OutcomeLine : IHistoryLine<OutcomeLine>
{
    private const int MostWeight = 2;

    public Guid TraceId { get; init; }

    public Guid UserId { get; init; }

    public bool? Solved { get; init; }

    public string? Note { get; init; }

    public decimal Weight { get; init; }

    public bool Counts { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; init; }

    object IHistoryLine<OutcomeLine>.Key => UserId;

    Guid? IHistoryLine<OutcomeLine>.OwnId => null;

    IEnumerable<Guid> IHistoryLine<OutcomeLine>.People => [UserId];

    public IEnumerable<(string Field, string? Fault)> Checks() =>
    [
        ("user_id", LineRules.Id(UserId)),
        ("solved", Solved is null ? "is required." : null),
        ("note", LineRules.Optional(Note, ReportOutcome.LongestNote, shortest: 1)),
        ("weight", LineRules.Weight(Weight, MostWeight)),
        ("created_at", LineRules.Time(CreatedAt)),
        ("updated_at", LineRules.Time(UpdatedAt)),
    ];

    public IEnumerable<TextField> Texts() => [new("note", Note, ReportOutcome.LongestNote)];

    public OutcomeLine Screened(ScreenedFields texts) => this with { Note = texts["note"] };

    public OutcomeLine MovedTo(Guid traceId, TenantIds ids) => this with { TraceId = traceId, UserId = ids.Of(UserId) };
}

/// <summary>A row of <c>trace_opens</c>.</summary>
internal sealed record OpenLine : IHistoryLine<OpenLine>
{
    public Guid TraceId { get; init; }

    public Guid UserId { get; init; }

    public DateTime OpenedAt { get; init; }

    object IHistoryLine<OpenLine>.Key => UserId;

    Guid? IHistoryLine<OpenLine>.OwnId => null;

    IEnumerable<Guid> IHistoryLine<OpenLine>.People => [UserId];

    public IEnumerable<(string Field, string? Fault)> Checks() => [("user_id", LineRules.Id(UserId)), ("opened_at", LineRules.Time(OpenedAt))];

    public IEnumerable<TextField> Texts() => [];

    public OpenLine Screened(ScreenedFields texts) => this;

    public OpenLine MovedTo(Guid traceId, TenantIds ids) => this with { TraceId = traceId, UserId = ids.Of(UserId) };
}
