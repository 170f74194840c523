using CommonTrace.Core.Moderation;
using CommonTrace.Core.Safety;

namespace CommonTrace.Core.Import;

/// <summary>A row of <c>trace_flags</c>.</summary>
internal sealed record FlagLine : IHistoryLine<FlagLine>
{
    public Guid Id { get; init; }

    public Guid TraceId { get; init; }

    public Guid UserId { get; init; }

    public string? Category { get; init; }

    public string? Reason { get; init; }

    public bool IsEstablished { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime? ClearedAt { get; init; }

    // One that stands for each user; of those that were cleared any number.
    object IHistoryLine<FlagLine>.Key => ClearedAt is null ? UserId : Id;

    Guid? IHistoryLine<FlagLine>.OwnId => Id;

    IEnumerable<Guid> IHistoryLine<FlagLine>.People => [UserId];

    public IEnumerable<(string Field, string? Fault)> Checks() =>
    [
        ("id", LineRules.Id(Id)),
        ("user_id", LineRules.Id(UserId)),
        ("category", LineRules.OneOf(Category, FlagCategory.Harmful, FlagCategory.Spam, FlagCategory.Incorrect, FlagCategory.Duplicate)),
        ("reason", LineRules.Required(Reason, TraceFlag.LongestReason)),
        ("created_at", LineRules.Time(CreatedAt)),
        ("cleared_at", LineRules.OptionalTime(ClearedAt)),
    ];

    public IEnumerable<TextField> Texts() => [new("reason", Reason, TraceFlag.LongestReason)];

    public FlagLine Screened(ScreenedFields texts) => this with { Reason = texts["reason"] };

    public FlagLine MovedTo(Guid traceId, TenantIds ids) => this with { TraceId = traceId, Id = ids.OfEntry(traceId, Id), UserId = ids.Of(UserId) };
}
