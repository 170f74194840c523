using CommonTrace.Core.Data;
using Npgsql;

namespace CommonTrace.Core.Import;

/// <summary>Sorts the lines of a chunk into what is new, what the tenant has already, and what has the id of another trace of the tenant.</summary>
public sealed class SortChunk(CommonTraceDbContext database)
{
    private const string TakenSql = "select id, is_entry from taken_ids($1, $2, $3)";

    private const string StandingSql =
        """
        select id, content_hash from traces where tenant_id = $1 and content_hash = any($2)
        union
        select id, content_hash from traces where tenant_id = $1 and id = any($3)
        """;

    /// <summary>Runs it; of equal lines the first is new.</summary>
    /// <param name="seen">What an earlier chunk would have stored; null when it was stored.</param>
    internal async Task<SortedChunk> ExecuteAsync(
        Guid tenantId, IReadOnlyCollection<ImportedTrace> chunk, SeenTraces? seen, CancellationToken cancellationToken)
    {
        var ids = await IdsAsync(tenantId, chunk, cancellationToken);
        var moved = chunk.Select(trace => trace.MovedBy(ids)).ToList();
        var standing = await StandingAsync(tenantId, moved, seen ?? new SeenTraces(), cancellationToken);
        var sorted = new SortedChunk(standing);
        foreach (var trace in moved)
        {
            sorted.Add(trace);
        }

        return sorted;
    }

    private async Task<TenantIds> IdsAsync(Guid tenantId, IReadOnlyCollection<ImportedTrace> chunk, CancellationToken cancellationToken)
    {
        var (given, entries) = (chunk.SelectMany(trace => trace.GivenIds()).Distinct().ToArray(), chunk.SelectMany(trace => trace.History.EntryIds).Distinct().ToArray());
        if (given.Length + entries.Length == 0)
        {
            return new TenantIds(tenantId, new HashSet<Guid>(), []);
        }

        var taken = await database.QueryAsync(
            TakenSql, [new() { Value = tenantId }, new() { Value = given }, new() { Value = entries }],
            row => (Id: row.GetGuid(0), IsEntry: row.GetBoolean(1)), cancellationToken);
        return new TenantIds(
            tenantId, taken.Where(id => !id.IsEntry).Select(id => id.Id).ToHashSet(), taken.Where(id => id.IsEntry).Select(id => id.Id).ToHashSet());
    }

    private async Task<SeenTraces> StandingAsync(
        Guid tenantId, IReadOnlyCollection<ImportedTrace> chunk, SeenTraces seen, CancellationToken cancellationToken)
    {
        var named = chunk.Where(trace => trace.Told.Id is not null).Select(trace => trace.Id)
            .Concat(chunk.Select(trace => trace.Trace.SupersedesTraceId).OfType<Guid>());
        NpgsqlParameter[] parameters =
        [
            new() { Value = tenantId }, new() { Value = chunk.Select(trace => trace.ContentHash).ToArray() }, new() { Value = named.Distinct().ToArray() },
        ];
        foreach (var (id, hash) in await database.QueryAsync(
            StandingSql, parameters, row => (row.GetGuid(0), row.GetFieldValue<byte[]>(1)), cancellationToken))
        {
            seen.Add(id, hash);
        }

        return seen;
    }
}

/// <summary>Traces that stand in the tenant, or would.</summary>
internal sealed class SeenTraces
{
    // 128 bits of a SHA-256 tell any two texts apart, and a long check remembers many.
    private readonly Dictionary<Guid, Guid> _idsByContent = [];
    private readonly HashSet<Guid> _ids = [];

    public void Add(Guid id, byte[] contentHash)
    {
        _ids.Add(id);
        _idsByContent[Key(contentHash)] = id;
    }

    public bool Has(Guid id) => _ids.Contains(id);

    public Guid? Find(byte[] contentHash) => _idsByContent.TryGetValue(Key(contentHash), out var id) ? id : null;

    private static Guid Key(byte[] contentHash) => new(contentHash.AsSpan(0, 16));
}

/// <summary>What is to become of the lines of a chunk.</summary>
internal sealed class SortedChunk(SeenTraces standing)
{
    private readonly Dictionary<Guid, Guid> _standsAs = [];
    private readonly List<ImportedTrace> _refused = [];

    /// <summary>What is to be stored.</summary>
    public List<ImportedTrace> Fresh { get; } = [];

    /// <summary>What the tenant has already, each with the id by which it stands.</summary>
    public List<(ImportedTrace Trace, Guid Id)> Unchanged { get; } = [];

    /// <summary>Those whose id belongs to a trace with other content, and whose content is not there under another id in the end.</summary>
    public IReadOnlyList<(long Line, Guid Id)> Taken =>
        [.. _refused.Where(trace => standing.Find(trace.ContentHash) is null).Select(trace => (trace.Line, trace.Told.Id ?? trace.Id))];

    /// <summary>Which trace is to supersede which.</summary>
    public IEnumerable<(Guid Id, Guid Older)> Ties =>
        Fresh.Select(trace => (trace.Id, trace.Trace.SupersedesTraceId)).Concat(Unchanged.Select(line => (line.Id, line.Trace.Trace.SupersedesTraceId)))
            .Where(tie => tie.SupersedesTraceId is not null)
            .Select(tie => (tie.Id, _standsAs.GetValueOrDefault(tie.SupersedesTraceId!.Value, tie.SupersedesTraceId.Value)));

    /// <summary>How many of the ties lead to what is not there.</summary>
    public int LooseTies => Ties.Count(tie => !standing.Has(tie.Older));

    public void Add(ImportedTrace trace)
    {
        if (standing.Find(trace.ContentHash) is { } id)
        {
            Unchanged.Add((trace, id));
            _standsAs[trace.Id] = id;
        }
        else if (standing.Has(trace.Id))
        {
            _refused.Add(trace);
        }
        else
        {
            standing.Add(trace.Id, trace.ContentHash);
            Fresh.Add(trace);
        }
    }
}
