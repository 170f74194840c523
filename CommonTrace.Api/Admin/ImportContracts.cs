using CommonTrace.Core.Import;

namespace CommonTrace.Api.Admin;

/// <summary>What became of an import, or would become of it.</summary>
/// <param name="Imported">How many traces are new.</param>
/// <param name="Unchanged">How many lines hold what the tenant had already.</param>
/// <param name="RejectedCount">How many lines were left out.</param>
/// <param name="Rejected">Those lines; of more than 10,000, the first that were found.</param>
/// <param name="DroppedTags">Texts that could not be made a tag; at most 10,000.</param>
/// <param name="VectorsIgnored">How many new traces brought a vector of another model, or of other texts: they are embedded as usual.</param>
/// <param name="SupersedesMissing">How many lines supersede a trace that is not there; import them again once it is.</param>
public sealed record ImportResponse(
    long Imported, long Unchanged, long RejectedCount, IReadOnlyList<RejectedLine> Rejected, IReadOnlyList<string> DroppedTags,
    long VectorsIgnored, long SupersedesMissing)
{
    public static ImportResponse Of(ImportReport report) => new(
        report.Imported, report.Unchanged, report.RejectedCount, report.Rejected, report.DroppedTags, report.VectorsIgnored, report.SupersedesMissing);
}
