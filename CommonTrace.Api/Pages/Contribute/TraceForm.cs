using System.Globalization;
using CommonTrace.Api.Traces;
using CommonTrace.Core;
using CommonTrace.Core.Traces;

namespace CommonTrace.Api.Pages.Contribute;

/// <summary>A trace as it was typed into the form: every field a text, by its name on the wire.</summary>
public sealed record TraceForm
{
    private const string Day = "yyyy-MM-dd";

    /// <summary>What people call the fields, in the form's order.</summary>
    public static readonly IReadOnlyDictionary<string, string> Labels = new Dictionary<string, string>
    {
        ["title"] = "Title",
        ["context_text"] = "Context",
        ["solution_text"] = "Solution",
        ["tags"] = "Tags",
        ["agent_model"] = "Model",
        ["agent_version"] = "Model version",
        ["tokens_to_resolution"] = "Tokens spent",
        ["supersedes_trace_id"] = "Replaces the trace",
        ["review_after"] = "Review after",
        ["watch_condition"] = "Outdated when",
        ["metadata_json"] = "Metadata",
    };

    /// <summary>Made for each form that is shown, so that one which is sent twice is stored once.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The version that is edited; 0, which no trace has, for one that is new.</summary>
    public int Version { get; init; }

    public string Title { get; init; } = "";

    public string ContextText { get; init; } = "";

    public string SolutionText { get; init; } = "";

    /// <summary>Commas between them.</summary>
    public string Tags { get; init; } = "";

    public string AgentModel { get; init; } = "";

    public string AgentVersion { get; init; } = "";

    public string MetadataJson { get; init; } = "";

    public string SupersedesTraceId { get; init; } = "";

    public string ReviewAfter { get; init; } = "";

    public string WatchCondition { get; init; } = "";

    public string TokensToResolution { get; init; } = "";

    public bool IsEmpty => this == new TraceForm { Id = Id, Version = Version };

    public static TraceForm Of(TraceView trace) => new()
    {
        Version = trace.Version,
        Title = trace.Title,
        ContextText = trace.ContextText,
        SolutionText = trace.SolutionText,
        Tags = string.Join(", ", trace.Tags),
        MetadataJson = trace.MetadataJson ?? "",
        ReviewAfter = trace.ReviewAfter?.UtcDateTime.ToString(Day, CultureInfo.InvariantCulture) ?? "",
        WatchCondition = trace.WatchCondition ?? "",
    };

    public static TraceForm Read(IFormCollection form)
    {
        return new()
        {
            Id = Guid.TryParse(form["form_id"], out var id) ? id : Guid.CreateVersion7(),
            Version = int.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0,
            Title = Text("title"),
            ContextText = Text("context_text"),
            SolutionText = Text("solution_text"),
            Tags = Text("tags"),
            AgentModel = Text("agent_model"),
            AgentVersion = Text("agent_version"),
            MetadataJson = Text("metadata_json"),
            SupersedesTraceId = Text("supersedes_trace_id"),
            ReviewAfter = Text("review_after"),
            WatchCondition = Text("watch_condition"),
            TokensToResolution = Text("tokens_to_resolution"),
        };

        // Browsers send each line break as two characters; typed and counted was one.
        string Text(string field) => form[field].ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    /// <summary>The request that REST would get, and what is wrong with it.</summary>
    public (ContributeRequest Request, Failure? Fault) ToContribution()
    {
        var values = new TypedValues();
        var request = new ContributeRequest(
            Title, ContextText, SolutionText, TypedValues.List(Tags), TypedValues.Text(AgentModel), TypedValues.Text(AgentVersion),
            values.Json("metadata_json", MetadataJson), values.Day("review_after", ReviewAfter), TypedValues.Text(WatchCondition),
            values.Id("supersedes_trace_id", SupersedesTraceId), values.Number("tokens_to_resolution", TokensToResolution));
        return (request, values.FaultOf(request));
    }

    /// <summary>The edit that REST would get. What was not touched is as it stands, to the letter: line breaks and times of day do not survive a form.</summary>
    public (EditRequest Request, Failure? Fault) ToEdit(TraceView standing)
    {
        var values = new TypedValues();
        var shown = Of(standing);
        var request = new EditRequest
        {
            Title = Title,
            ContextText = Kept(ContextText, standing.ContextText)!,
            SolutionText = Kept(SolutionText, standing.SolutionText)!,
            Tags = TypedValues.List(Tags),
            MetadataJson = values.Json("metadata_json", MetadataJson),
            ReviewAfter = ReviewAfter == shown.ReviewAfter ? standing.ReviewAfter : values.Day("review_after", ReviewAfter),
            WatchCondition = Kept(TypedValues.Text(WatchCondition), standing.WatchCondition),
        };
        return (request, values.FaultOf(request));
    }

    private static string? Kept(string? typed, string? standing) => typed == standing?.Replace("\r\n", "\n", StringComparison.Ordinal) ? standing : typed;
}
