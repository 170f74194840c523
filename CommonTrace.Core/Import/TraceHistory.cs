using CommonTrace.Core.Safety;

namespace CommonTrace.Core.Import;

/// <summary>What happened to a trace: all that hangs on it but its tags.</summary>
internal sealed record TraceHistory
{
    /// <summary>Of a trace that nothing happened to.</summary>
    public static readonly TraceHistory None = new();

    public IReadOnlyList<StatsLine> Stats { get; init; } = [];

    public IReadOnlyList<VoteLine> Votes { get; init; } = [];

    public IReadOnlyList<OutcomeLine> Outcomes { get; init; } = [];

    public IReadOnlyList<OpenLine> Opens { get; init; } = [];

    public IReadOnlyList<AmendmentLine> Amendments { get; init; } = [];

    public IReadOnlyList<VersionLine> Versions { get; init; } = [];

    public IReadOnlyList<FlagLine> Flags { get; init; } = [];

    /// <summary>The ids of votes, amendments and flags.</summary>
    public IEnumerable<Guid> EntryIds => OwnIds(Votes).Concat(OwnIds(Amendments)).Concat(OwnIds(Flags));

    /// <summary>The users who must be there for it.</summary>
    public IEnumerable<Guid> People =>
        PeopleOf(Votes).Concat(PeopleOf(Outcomes)).Concat(PeopleOf(Opens)).Concat(PeopleOf(Amendments)).Concat(PeopleOf(Flags));

    /// <summary>What is wrong with its values, each as a sentence that begins with the field.</summary>
    public IEnumerable<(string Field, string? Fault)> Checks() =>
        [
            .. Stats.SelectMany(line => line.Checks()).Select(check => ($"stats.{check.Field}", check.Fault)), .. Checks("votes", Votes), .. Checks("outcomes", Outcomes), .. Checks("opens", Opens),
            .. Checks("amendments", Amendments), .. Checks("versions", Versions), .. Checks("flags", Flags),
        ];

    /// <summary>Lets its texts through the safety gates.</summary>
    public Result<TraceHistory> Screen()
    {
        if (ReferenceEquals(this, None))
        {
            return None;
        }

        Failure? refusal = null;
        var screened = this with
        {
            Votes = Screen("votes", Votes, ref refusal),
            Outcomes = Screen("outcomes", Outcomes, ref refusal),
            Amendments = Screen("amendments", Amendments, ref refusal),
            Versions = Screen("versions", Versions, ref refusal),
            Flags = Screen("flags", Flags, ref refusal),
        };
        return refusal is null ? screened : refusal;
    }

    /// <summary>The same at a trace of the tenant.</summary>
    public TraceHistory MovedTo(Guid traceId, TenantIds ids) => ReferenceEquals(this, None) ? None : new()
    {
        Stats = [.. Stats.Select(line => line.MovedTo(traceId, ids))],
        Votes = [.. Votes.Select(line => line.MovedTo(traceId, ids))],
        Outcomes = [.. Outcomes.Select(line => line.MovedTo(traceId, ids))],
        Opens = [.. Opens.Select(line => line.MovedTo(traceId, ids))],
        Amendments = [.. Amendments.Select(line => line.MovedTo(traceId, ids))],
        Versions = [.. Versions.Select(line => line.MovedTo(traceId, ids))],
        Flags = [.. Flags.Select(line => line.MovedTo(traceId, ids))],
    };

    private static IEnumerable<(string Field, string? Fault)> Checks<TLine>(string name, IReadOnlyList<TLine> lines)
        where TLine : class, IHistoryLine<TLine>
    {
        var keys = new HashSet<object>();
        for (var index = 0; index < lines.Count; index++)
        {
            var (place, line) = ($"{name}[{index}]", lines[index]);
            if (line is null)
            {
                yield return (place, "must be an object.");
                continue;
            }

            foreach (var (field, fault) in line.Checks())
            {
                yield return ($"{place}.{field}", fault);
            }

            yield return (place, keys.Add(line.Key) ? null : $"is the second of {line.Key}.");
        }
    }

    private static List<TLine> Screen<TLine>(string name, IReadOnlyList<TLine> lines, ref Failure? refusal)
        where TLine : IHistoryLine<TLine>
    {
        var screened = new List<TLine>(lines.Count);
        for (var index = 0; index < lines.Count && refusal is null; index++)
        {
            var place = $"{name}[{index}]";
            var fields = lines[index].Texts().Select(field => field with { Name = $"{place}.{field.Name}" }).ToList();
            if (ScreenTexts.Execute(fields).Succeeded(out var texts, out refusal))
            {
                screened.Add(lines[index].Screened(new ScreenedFields(place, texts)));
            }
        }

        return screened;
    }

    private static IEnumerable<Guid> OwnIds<TLine>(IEnumerable<TLine> lines)
        where TLine : IHistoryLine<TLine> => lines.Select(line => line.OwnId).OfType<Guid>();

    private static IEnumerable<Guid> PeopleOf<TLine>(IEnumerable<TLine> lines)
        where TLine : IHistoryLine<TLine> => lines.SelectMany(line => line.People);
}
