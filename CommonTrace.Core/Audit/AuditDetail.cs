using System.Text.Json;

namespace CommonTrace.Core.Audit;

/// <summary>Reads what a record says came of an action.</summary>
internal static class AuditDetail
{
    /// <summary>A time; null where the record has null.</summary>
    public static DateTimeOffset? Time(this JsonElement detail, string name) =>
        detail.GetProperty(name) is { ValueKind: JsonValueKind.String } time ? time.GetDateTimeOffset() : null;
}
