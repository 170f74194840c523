using System.Text.Json;

namespace CommonTrace.Cli.Server;

/// <summary>The fields of the server's answers, by name.</summary>
internal static class Fields
{
    /// <summary>Null when it is null, or not there.</summary>
    public static string? Text(this JsonElement answer, string name) => Find(answer, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>0 when it is null, or not there.</summary>
    public static long Count(this JsonElement answer, string name) => Find(answer, name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : 0;

    public static TimeSpan? Seconds(this JsonElement answer, string name) =>
        Find(answer, name) is { ValueKind: JsonValueKind.Number } seconds ? TimeSpan.FromSeconds(seconds.GetDouble()) : null;

    public static DateTimeOffset? Time(this JsonElement answer, string name) =>
        Find(answer, name) is { ValueKind: JsonValueKind.String } time ? time.GetDateTimeOffset() : null;

    public static bool Is(this JsonElement answer, string name) => Find(answer, name) is { ValueKind: JsonValueKind.True };

    /// <summary>None when it is null, or not there.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement answer, string name) =>
        Find(answer, name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : [];

    private static JsonElement? Find(JsonElement answer, string name) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(name, out var field) ? field : null;
}
