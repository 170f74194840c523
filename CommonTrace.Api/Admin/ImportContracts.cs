using CommonTrace.Core.Import;

namespace CommonTrace.Api.Admin;

/// <summary>What became of an import.</summary>
/// <param name="Imported">How many traces are new.</param>
/// <param name="Unchanged">How many lines hold what the tenant had already.</param>
/// <param name="RejectedCount">How many lines were left out.</param>
/// <param name="Rejected">Those lines; of more than 1,000, the first that were found.</param>
/// <param name="DroppedTags">Texts that could not be made a tag; at most 1,000.</param>
public sealed record ImportResponse(
    long Imported, long Unchanged, long RejectedCount, IReadOnlyList<RejectedLine> Rejected, IReadOnlyList<string> DroppedTags)
{
    public static ImportResponse Of(ImportReport report) => new(
        report.Imported, report.Unchanged, report.RejectedCount, report.Rejected, report.DroppedTags);
}
