using CommonTrace.Core.Safety;

namespace CommonTrace.Core.Traces;

/// <summary>What is to change in a trace. What is null stays as it is; what can be cleared comes in a <see cref="Replacement{T}"/>.</summary>
public sealed record TraceEdit
{
    /// <summary>1 to 200 characters.</summary>
    public string? Title { get; init; }

    /// <summary>1 to 50,000 characters.</summary>
    public string? ContextText { get; init; }

    /// <summary>1 to 50,000 characters.</summary>
    public string? SolutionText { get; init; }

    /// <summary>All tags it shall bear, at most 20, in any spelling.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>A JSON document of at most 10 KB, or none.</summary>
    public Replacement<string?>? MetadataJson { get; init; }

    public Replacement<DateTimeOffset?>? ReviewAfter { get; init; }

    /// <summary>At most 500 characters, or none.</summary>
    public Replacement<string?>? WatchCondition { get; init; }

    /// <summary>Lets its texts through the safety gates; see <see cref="ScreenTexts"/>.</summary>
    internal Result<ScreenedEdit> Screen()
    {
        var answer = ScreenTexts.Execute(
        [
            new("title", Title, TraceLimits.Title), new("context_text", ContextText, TraceLimits.Text), new("solution_text", SolutionText, TraceLimits.Text),
            new("metadata_json", MetadataJson?.Value, int.MaxValue, IsJson: true), new("watch_condition", WatchCondition?.Value, TraceLimits.WatchCondition),
            new("tags", Tags is null ? null : string.Join('\n', Tags), int.MaxValue, 0),
        ]);
        if (!answer.Succeeded(out var texts, out var failure))
        {
            return failure;
        }

        var edit = this with
        {
            Title = texts["title"],
            ContextText = texts["context_text"],
            SolutionText = texts["solution_text"],
            MetadataJson = MetadataJson is null ? null : new(texts["metadata_json"]),
            WatchCondition = WatchCondition is null ? null : new(texts["watch_condition"]),
        };
        return new ScreenedEdit(edit, texts.Redactions, texts.Flags);
    }

    /// <summary>The content after the edit.</summary>
    /// <param name="standing">The content before.</param>
    /// <param name="tags">The normalised <see cref="Tags"/>.</param>
    internal TraceContent Over(TraceContent standing, IReadOnlyList<string>? tags) => new(
        Title ?? standing.Title,
        ContextText ?? standing.ContextText,
        SolutionText ?? standing.SolutionText,
        tags ?? standing.Tags,
        MetadataJson is null ? standing.MetadataJson : MetadataJson.Value,
        ReviewAfter is null ? standing.ReviewAfter : ReviewAfter.Value?.ToUniversalTime(),
        WatchCondition is null ? standing.WatchCondition : WatchCondition.Value);
}

/// <summary>An edit behind the gates.</summary>
internal sealed record ScreenedEdit(TraceEdit Edit, IReadOnlyList<TextFinding> Redactions, IReadOnlyList<string> Flags);

/// <summary>A new value, be it none.</summary>
public sealed record Replacement<T>(T Value);
