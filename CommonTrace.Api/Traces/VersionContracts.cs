using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using CommonTrace.Core.Traces;

namespace CommonTrace.Api.Traces;

/// <summary>A page of a trace's versions, the newest first.</summary>
public sealed record VersionsResponse(IReadOnlyList<TraceVersionSummary> Versions, string? NextCursor);

/// <summary>What a trace said in one of its versions, with who wrote it and when.</summary>
public sealed record VersionResponse(
    Guid TraceId, int Version, string Title, string ContextText, string SolutionText, IReadOnlyList<string> Tags, JsonElement? MetadataJson,
    Guid EditedBy, string? EditedByName, DateTimeOffset CreatedAt)
{
    public static VersionResponse Of(Guid traceId, TraceVersionView version) => new(
        traceId, version.Summary.Version, version.Summary.Title, version.ContextText, version.SolutionText, version.Summary.Tags,
        TraceResponse.Json(version.MetadataJson), version.Summary.EditedBy, version.Summary.EditedByName, version.Summary.CreatedAt);
}

/// <summary>The version to go back to.</summary>
public sealed record RevertRequest(
    [property: Required(ErrorMessage = "is required."), Range(1, int.MaxValue, ErrorMessage = "must be from {1} to {2}.")] int? Version);
