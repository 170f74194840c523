namespace CommonTrace.Core.Import;

/// <summary>What became of an import, or would become of it.</summary>
/// <param name="Imported">How many traces are new.</param>
/// <param name="Unchanged">How many lines hold what the tenant had already.</param>
/// <param name="RejectedCount">How many lines were left out.</param>
/// <param name="Rejected">Those lines in order; when there are more than <see cref="LongestList"/>, the first that were found.</param>
/// <param name="DroppedTags">What could not be made a tag, each text once, at most <see cref="LongestList"/>.</param>
/// <param name="VectorsIgnored">How many new traces brought a vector that could not be used: a job makes theirs.</param>
/// <param name="SupersedesMissing">How many lines supersede a trace that is not there yet: imported again once it is, they do.</param>
public sealed record ImportReport(
    long Imported, long Unchanged, long RejectedCount, IReadOnlyList<RejectedLine> Rejected, IReadOnlyList<string> DroppedTags,
    long VectorsIgnored, long SupersedesMissing)
{
    /// <summary>The most entries of each list: a body of any length has an answer of this length.</summary>
    public const int LongestList = 10_000;
}

/// <summary>A line that was left out.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Code">A failure's code.</param>
/// <param name="Detail">A sentence for people.</param>
public sealed record RejectedLine(long Line, string Code, string Detail);
