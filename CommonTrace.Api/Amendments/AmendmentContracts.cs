using System.ComponentModel.DataAnnotations;
using CommonTrace.Api.Validation;
using CommonTrace.Core.Amendments;

namespace CommonTrace.Api.Amendments;

/// <summary>A better solution for a trace, and why it is better.</summary>
public sealed record AmendmentRequest(
    [property: Required(ErrorMessage = "is required."), TextLength(1, AmendmentLimits.ImprovedSolution)] string? ImprovedSolution,
    [property: Required(ErrorMessage = "is required."), TextLength(1, AmendmentLimits.Explanation)] string? Explanation);

/// <summary>A page of a trace's amendments, the newest first.</summary>
public sealed record AmendmentsResponse(IReadOnlyList<AmendmentResponse> Items, string? NextCursor);

/// <summary>An amendment as it is read; <c>original_trace_id</c> is <c>trace_id</c> as the public clients call it.</summary>
public sealed record AmendmentResponse(
    Guid Id, Guid TraceId, Guid OriginalTraceId, Guid ContributorId, string? ContributorName, string ImprovedSolution, string Explanation, string Status,
    IReadOnlyList<string> Flags, Guid? DecidedBy, DateTimeOffset? DecidedAt, DateTimeOffset CreatedAt)
{
    public static AmendmentResponse Of(AmendmentView amendment) => new(
        amendment.Id, amendment.TraceId, amendment.TraceId, amendment.ContributorId, amendment.ContributorName, amendment.ImprovedSolution,
        amendment.Explanation, amendment.Status, amendment.Flags, amendment.DecidedBy, amendment.DecidedAt, amendment.CreatedAt);
}
