using System.ComponentModel.DataAnnotations;
using CommonTrace.Api.Validation;
using CommonTrace.Core.Moderation;

namespace CommonTrace.Api.Moderation;

/// <summary>Why a trace should not be shown.</summary>
public sealed record FlagRequest(
    [property: Required(ErrorMessage = "is required."), TextLength(1, TraceFlag.LongestReason)] string? Reason,
    [property: Required(ErrorMessage = "is required.")]
    [property: AllowedValues(
        null, FlagCategory.Harmful, FlagCategory.Spam, FlagCategory.Incorrect, FlagCategory.Duplicate,
        ErrorMessage = "must be harmful, spam, incorrect or duplicate.")]
    string? Category);

/// <summary>That the flag stands.</summary>
public sealed record FlagResponse(Guid TraceId, bool Flagged, string Category);

/// <summary>Why a moderator acts; it may be left out.</summary>
public sealed record ModerationRequest([property: TextLength(1, TraceFlag.LongestReason)] string? Reason);

/// <summary>That the trace is shown again.</summary>
/// <param name="ClearedFlags">How many flags stood.</param>
public sealed record RestoreResponse(Guid TraceId, bool Flagged, long ClearedFlags);

/// <summary>A page of what waits for a moderator, the longest waiting first.</summary>
public sealed record FlaggedResponse(IReadOnlyList<FlaggedTrace> Items, string? NextCursor);
