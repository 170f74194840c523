using System.Text.Json;
using CommonTrace.Core.Traces;

namespace CommonTrace.Core.Import;

/// <summary>A trace as a line of an import spells it, with as much of an export's fields as it has. Unknown fields are ignored.</summary>
internal sealed record ImportLine
{
    private const decimal MostTrust = 1_000_000;

    public Guid? Id { get; init; }

    public string? Title { get; init; }

    public string? ContextText { get; init; }

    /// <summary>Another name of <see cref="ContextText"/>.</summary>
    public string? Context { get; init; }

    public string? SolutionText { get; init; }

    /// <summary>Another name of <see cref="SolutionText"/>.</summary>
    public string? Solution { get; init; }

    public IReadOnlyList<string?>? Tags { get; init; }

    public string? AgentModel { get; init; }

    public string? AgentVersion { get; init; }

    public JsonElement? MetadataJson { get; init; }

    public DateTime? ReviewAfter { get; init; }

    public string? WatchCondition { get; init; }

    public Guid? SupersedesTraceId { get; init; }

    public int? TokensToResolution { get; init; }

    public string? Status { get; init; }

    public decimal? TrustScore { get; init; }

    public int? ConfirmationCount { get; init; }

    public bool? IsSeed { get; init; }

    public int? Version { get; init; }

    public Guid? EditedBy { get; init; }

    public IReadOnlyList<string?>? SafetyFlags { get; init; }

    public DateTime? FlaggedAt { get; init; }

    public DateTime? CreatedAt { get; init; }

    public DateTime? UpdatedAt { get; init; }

    public PersonLine? Contributor { get; init; }

    /// <summary>Others who are named in the history.</summary>
    public IReadOnlyList<PersonLine>? People { get; init; }

    public EmbeddingLine? Embedding { get; init; }

    public StatsLine? Stats { get; init; }

    public IReadOnlyList<VoteLine>? Votes { get; init; }

    public IReadOnlyList<OutcomeLine>? Outcomes { get; init; }

    public IReadOnlyList<OpenLine>? Opens { get; init; }

    public IReadOnlyList<AmendmentLine>? Amendments { get; init; }

    public IReadOnlyList<VersionLine>? Versions { get; init; }

    public IReadOnlyList<FlagLine>? Flags { get; init; }

    public NewTrace ToNewTrace() => new(
        Title!, (ContextText ?? Context)!, (SolutionText ?? Solution)!, [.. (Tags ?? []).Select(tag => tag ?? "")], AgentModel, AgentVersion,
        LineRules.RawText(MetadataJson), ReviewAfter, WatchCondition, SupersedesTraceId, TokensToResolution);

    public TraceHistory ToHistory() => (Stats, Votes, Outcomes, Opens, Amendments, Versions, Flags) is (null, null, null, null, null, null, null) ? TraceHistory.None : new()
    {
        Stats = Stats is null ? [] : [Stats],
        Votes = Votes ?? [],
        Outcomes = Outcomes ?? [],
        Opens = Opens ?? [],
        Amendments = Amendments ?? [],
        Versions = Versions ?? [],
        Flags = Flags ?? [],
    };

    /// <summary>Everybody whom the line describes, the contributor first.</summary>
    public IReadOnlyList<PersonLine> AllPeople() => Contributor is null ? People ?? [] : [Contributor, .. People ?? []];

    /// <summary>What is wrong with its values, each as a sentence that begins with the field.</summary>
    public IEnumerable<string> Faults() =>
        ChecksOfTrace().Concat(ChecksOfState()).Concat(ChecksOfPeople()).Concat(Embedding?.Checks() ?? []).Concat(ToHistory().Checks())
            .Where(check => check.Fault is not null).Select(check => $"{check.Field}: {check.Fault}");

    private IEnumerable<(string Field, string? Fault)> ChecksOfTrace() =>
    [
        ("title", LineRules.Required(Title, TraceLimits.Title)),
        ("context_text", LineRules.Required(ContextText ?? Context, TraceLimits.Text)),
        ("solution_text", LineRules.Required(SolutionText ?? Solution, TraceLimits.Text)),
        ("tags", Tags?.Count > TraceLimits.Tags ? $"has more than {TraceLimits.Tags} entries." : null),
        ("agent_model", LineRules.Optional(AgentModel, TraceLimits.AgentModel)),
        ("agent_version", LineRules.Optional(AgentVersion, TraceLimits.AgentVersion)),
        ("metadata_json", LineRules.Json(MetadataJson)),
        ("review_after", LineRules.OptionalTime(ReviewAfter)),
        ("watch_condition", LineRules.Optional(WatchCondition, TraceLimits.WatchCondition, shortest: 1)),
        ("tokens_to_resolution", LineRules.Between(TokensToResolution, 0, TraceLimits.TokensToResolution)),
        ("created_at", LineRules.OptionalTime(CreatedAt)),
    ];

    private IEnumerable<(string Field, string? Fault)> ChecksOfState() =>
    [
        ("status", Status is null ? null : LineRules.OneOf(Status, TraceStatus.Pending, TraceStatus.Validated)),
        ("trust_score", LineRules.Between(TrustScore, -MostTrust, MostTrust)),
        ("confirmation_count", LineRules.Between(ConfirmationCount, 0, int.MaxValue)),
        ("version", LineRules.Between(Version, 1, int.MaxValue)),
        ("versions", Versions?.Any(version => version?.Version >= (Version ?? 1)) == true ? $"must all be older than version {Version ?? 1}, which the line itself is." : null),
        ("safety_flags", FlagNames.FaultOf(SafetyFlags ?? [])),
        ("flagged_at", LineRules.OptionalTime(FlaggedAt)),
        ("updated_at", LineRules.OptionalTime(UpdatedAt)),
    ];

    private IEnumerable<(string Field, string? Fault)> ChecksOfPeople() =>
        (Contributor?.Checks() ?? []).Select(check => ($"contributor.{check.Field}", check.Fault)).Concat((People ?? []).SelectMany((person, index) =>
            person is null ? [($"people[{index}]", "must be an object.")] : person.Checks().Select(check => ($"people[{index}].{check.Field}", check.Fault))));
}
