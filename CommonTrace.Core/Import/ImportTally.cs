using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Tags;

namespace CommonTrace.Core.Import;

/// <summary>Counts what becomes of an import while it runs: lines are rejected while others are stored.</summary>
internal sealed class ImportTally
{
    private readonly Lock _turn = new();
    private readonly List<RejectedLine> _rejected = [];
    private readonly HashSet<string> _droppedTags = [];

    /// <summary>How many lines were read, blank ones too.</summary>
    public long Lines { get; set; }

    public long Imported { get; private set; }

    public long Unchanged { get; private set; }

    public long Rejected { get; private set; }

    public long VectorsIgnored { get; private set; }

    public long SupersedesMissing { get; private set; }

    public void Reject(long line, Failure failure)
    {
        lock (_turn)
        {
            Rejected++;
            if (_rejected.Count < ImportReport.LongestList)
            {
                _rejected.Add(new RejectedLine(line, failure.Code, failure.Detail));
            }
        }
    }

    public void DropTags(IEnumerable<string> texts)
    {
        foreach (var text in texts.TakeWhile(_ => _droppedTags.Count < ImportReport.LongestList))
        {
            _droppedTags.Add(EmbeddingText.Cut(text, 2 * Tag.MaxLength));
        }
    }

    /// <summary>Counts a chunk: what is neither new nor taken was there already.</summary>
    public void Add(int traces, StoredChunk stored)
    {
        Imported += stored.Imported;
        Unchanged += traces - stored.Imported - stored.Taken.Count;
        VectorsIgnored += stored.VectorsIgnored;
        SupersedesMissing += stored.SupersedesMissing;
        foreach (var (line, id) in stored.Taken)
        {
            Reject(line, ImportFailures.IdTaken(id));
        }
    }

    public ImportReport Report() => new(
        Imported, Unchanged, Rejected, [.. _rejected.OrderBy(rejected => rejected.Line)], [.. _droppedTags], VectorsIgnored, SupersedesMissing);
}
