using System.ComponentModel.DataAnnotations;
using CommonTrace.Api.Validation;
using CommonTrace.Core.Amendments;

namespace CommonTrace.Api.Amendments;

/// <summary>A better solution for a trace, and why it is better.</summary>
public sealed record AmendmentRequest(
    [property: Required(ErrorMessage = "is required."), TextLength(1, AmendmentLimits.ImprovedSolution)] string? ImprovedSolution,
    [property: Required(ErrorMessage = "is required."), TextLength(1, AmendmentLimits.Explanation)] string? Explanation);

/// <summary>A page of a trace's amendments, the newest first.</summary>
public sealed record AmendmentsResponse(IReadOnlyList<AmendmentView> Items, string? NextCursor);
