using CommonTrace.Core.Safety;

namespace CommonTrace.Core.Import;

/// <summary>A row of <c>trace_stats</c>.</summary>
internal sealed record StatsLine : IHistoryLine<StatsLine>
{
    public Guid TraceId { get; init; }

    public long RetrievalCount { get; init; }

    public int SolvedCount { get; init; }

    public int FailedCount { get; init; }

    public DateTime? LastSolvedAt { get; init; }

    object IHistoryLine<StatsLine>.Key => TraceId;

    Guid? IHistoryLine<StatsLine>.OwnId => null;

    IEnumerable<Guid> IHistoryLine<StatsLine>.People => [];

    public IEnumerable<(string Field, string? Fault)> Checks() =>
    [
        ("retrieval_count", LineRules.Between(RetrievalCount, 0, long.MaxValue)),
        ("solved_count", LineRules.Between(SolvedCount, 0, int.MaxValue)),
        ("failed_count", LineRules.Between(FailedCount, 0, int.MaxValue)),
        ("last_solved_at", LineRules.OptionalTime(LastSolvedAt)),
    ];

    public IEnumerable<TextField> Texts() => [];

    public StatsLine Screened(ScreenedFields texts) => this;

    public StatsLine MovedTo(Guid traceId, TenantIds ids) => this with { TraceId = traceId };
}
