using System.Text.Json;
using CommonTrace.Core.Safety;
using CommonTrace.Core.Tags;
using CommonTrace.Core.Traces;

namespace CommonTrace.Core.Import;

/// <summary>A row of <c>trace_versions</c>.</summary>
internal sealed record VersionLine : IHistoryLine<VersionLine>
{
    public Guid TraceId { get; init; }

    public int Version { get; init; }

    public string? Title { get; init; }

    public string? ContextText { get; init; }

    public string? SolutionText { get; init; }

    public IReadOnlyList<string?> Tags { get; init; } = [];

    public JsonElement? MetadataJson { get; init; }

    public Guid EditedBy { get; init; }

    public DateTime CreatedAt { get; init; }

    object IHistoryLine<VersionLine>.Key => Version;

    Guid? IHistoryLine<VersionLine>.OwnId => null;

    IEnumerable<Guid> IHistoryLine<VersionLine>.People => [];

    public IEnumerable<(string Field, string? Fault)> Checks() =>
    [
        ("version", LineRules.Between(Version, 1, int.MaxValue)),
        ("title", LineRules.Required(Title, TraceLimits.Title)),
        ("context_text", LineRules.Required(ContextText, TraceLimits.Text)),
        ("solution_text", LineRules.Required(SolutionText, TraceLimits.Text)),
        ("tags", Tags.Any(tag => tag is null || Tag.Normalize(tag) != tag) ? "holds what is no tag." : null),
        ("metadata_json", LineRules.Json(MetadataJson)),
        ("edited_by", LineRules.Id(EditedBy)),
        ("created_at", LineRules.Time(CreatedAt)),
    ];

    public IEnumerable<TextField> Texts() =>
    [
        new("title", Title, TraceLimits.Title), new("context_text", ContextText, TraceLimits.Text), new("solution_text", SolutionText, TraceLimits.Text),
        new("metadata_json", LineRules.RawText(MetadataJson), int.MaxValue, IsJson: true),
        new("tags", string.Join('\n', Tags), int.MaxValue, 0),
    ];

    public VersionLine Screened(ScreenedFields texts) => this with
    {
        Title = texts["title"],
        ContextText = texts["context_text"],
        SolutionText = texts["solution_text"],
        MetadataJson = LineRules.Parse(texts["metadata_json"]),
    };

    public VersionLine MovedTo(Guid traceId, TenantIds ids) => this with { TraceId = traceId, EditedBy = ids.Of(EditedBy) };
}
