using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CommonTrace.Api.Validation;
using CommonTrace.Core.Safety;
using CommonTrace.Core.Traces;

namespace CommonTrace.Api.Traces;

/// <summary>What is to change. What is left out stays; null clears metadata_json, review_after and watch_condition.</summary>
public sealed class EditRequest : IValidatableObject
{
    private readonly HashSet<string> _given = [];

    [TextLength(1, TraceLimits.Title)]
    public string? Title { get; init => field = Given(value); }

    [TextLength(1, TraceLimits.Text)]
    public string? ContextText { get; init => field = Given(value); }

    [TextLength(1, TraceLimits.Text)]
    public string? SolutionText { get; init => field = Given(value); }

    [MaxLength(TraceLimits.Tags, ErrorMessage = "has more than {1} entries.")]
    public IReadOnlyList<string?>? Tags { get; init => field = Given(value); }

    [Metadata]
    public JsonElement? MetadataJson { get; init => field = Given(value); }

    public DateTimeOffset? ReviewAfter { get; init => field = Given(value); }

    [TextLength(1, TraceLimits.WatchCondition)]
    public string? WatchCondition { get; init => field = Given(value); }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from field in new (string Name, object? Value)[] { (nameof(Title), Title), (nameof(ContextText), ContextText), (nameof(SolutionText), SolutionText), (nameof(Tags), Tags) }
        where field.Value is null && _given.Contains(field.Name)
        select new ValidationResult("must not be null; leave it out to keep what stands.", [field.Name]);

    public TraceEdit ToEdit() => new()
    {
        Title = Title,
        ContextText = ContextText,
        SolutionText = SolutionText,
        Tags = Tags is null ? null : [.. Tags.Select(tag => tag ?? "")],
        MetadataJson = Replacing(nameof(MetadataJson), MetadataJson is { ValueKind: not JsonValueKind.Null } metadata ? metadata.GetRawText() : null),
        ReviewAfter = Replacing(nameof(ReviewAfter), ReviewAfter),
        WatchCondition = Replacing(nameof(WatchCondition), WatchCondition),
    };

    // Only what the body names is set.
    private T Given<T>(T value, [CallerMemberName] string field = "")
    {
        _given.Add(field);
        return value;
    }

    private Replacement<T>? Replacing<T>(string field, T value) => _given.Contains(field) ? new Replacement<T>(value) : null;
}

/// <summary>The trace as an edit left it.</summary>
public sealed record EditResponse : TraceResponse
{
    private EditResponse(TraceResponse trace)
        : base(trace)
    {
    }

    /// <summary>What could not be made a tag.</summary>
    public required IReadOnlyList<string> DroppedTags { get; init; }

    /// <summary>What was replaced in the texts of the edit.</summary>
    public required IReadOnlyList<TextFinding> Redactions { get; init; }

    public static EditResponse Of(EditedTrace edited) => new(Of(edited.Trace)) { DroppedTags = edited.DroppedTags, Redactions = edited.Redactions };
}

/// <summary>A page of traces, the newest first.</summary>
public sealed record TracesResponse(IReadOnlyList<TraceResponse> Items, string? NextCursor);
