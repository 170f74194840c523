using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Traces;

namespace CommonTrace.Core.Import;

/// <summary>A good line of an import, ready to be stored.</summary>
/// <param name="Line">The line's number.</param>
/// <param name="Id">The trace's id: the line's own, else a new one.</param>
/// <param name="Trace">The trace behind the gates, with its tags normalised.</param>
/// <param name="Told">The line, for what needs no gate.</param>
/// <param name="History">What happened to the trace, behind the gates.</param>
/// <param name="People">Whom the line describes, behind the gates.</param>
internal sealed record ImportedTrace(
    long Line, Guid Id, NewTrace Trace, ImportLine Told, TraceHistory History, IReadOnlyList<PersonLine> People)
{
    public byte[] ContentHash { get; } = EmbeddingText.Hash(Trace.Title, Trace.ContextText, Trace.SolutionText);

    /// <summary>Signs of injection or danger, in its texts or in what they once were.</summary>
    public required IReadOnlyList<string> Flags { get; init; }

    /// <summary>Its vector; null when it has none, or none of the texts as they are stored.</summary>
    public EmbeddingLine? Embedding { get; init; }

    /// <summary>Who wrote it; null for who imports.</summary>
    public Guid? ContributorId { get; init; } = Told.Contributor?.Id;

    public Guid? EditedBy { get; init; } = Told.EditedBy;

    /// <summary>Everybody who must be there for it.</summary>
    public IEnumerable<PersonLine> Everybody() => People.Concat(History.People.Select(id => new PersonLine { Id = id }));

    /// <summary>The ids of traces and users that the line brings along.</summary>
    public IEnumerable<Guid> GivenIds() =>
        new[] { Told.Id, Told.SupersedesTraceId, EditedBy }.OfType<Guid>().Concat(Everybody().Select(person => person.Id))
            .Concat(History.Versions.Select(version => version.EditedBy)).Concat(History.Amendments.Select(amendment => amendment.DecidedBy).OfType<Guid>());

    /// <summary>The same with the ids that stand for its own in the tenant.</summary>
    public ImportedTrace MovedBy(TenantIds ids)
    {
        var id = ids.Of(Id);
        return this with
        {
            Id = id,
            Trace = Trace with { SupersedesTraceId = ids.Of(Trace.SupersedesTraceId) },
            ContributorId = ids.Of(ContributorId),
            EditedBy = ids.Of(EditedBy),
            History = History.MovedTo(id, ids),
            People = [.. People.Select(person => person with { Id = ids.Of(person.Id) })],
        };
    }
}
