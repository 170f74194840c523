using System.Text.Json;

namespace CommonTrace.Api.Telemetry;

/// <summary>A client that was installed.</summary>
public sealed record InstallRequest(string? Platform, string? SkillVersion, string? InstallSource);

/// <summary>How often a client looked something up in a session, and what came of it.</summary>
public sealed record TriggersRequest(
    string? SessionId, JsonElement? TriggerStats, int? SearchesFired, int? TracesConsumed, int? ResolutionsTotal, int? ResolutionsAssisted);

/// <summary>What a client's user was spared, as the client reckons it.</summary>
public sealed record SavingsRequest(int? MinutesSaved, int? TokensSaved, string? EventType);

/// <summary>That a report was counted.</summary>
public sealed record ReportResponse(string Status);
