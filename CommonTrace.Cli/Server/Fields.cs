using System.Text.Json;
using CommonTrace.Cli.Terminal;

namespace CommonTrace.Cli.Server;

/// <summary>The fields of the server's answers that are no plain texts, or may be missing.</summary>
internal static class Fields
{
    /// <summary>A text that can be shown; null when it is null, or not there.</summary>
    public static string? Maybe(this JsonElement answer, string name) =>
        Find(answer, name) is { ValueKind: JsonValueKind.String } text ? StoredText.Harmless(text.GetString()!) : null;

    /// <summary>0 when it is null, or not there.</summary>
    public static long Count(this JsonElement answer, string name) => Find(answer, name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : 0;

    public static TimeSpan? Seconds(this JsonElement answer, string name) =>
        Find(answer, name) is { ValueKind: JsonValueKind.Number } seconds ? TimeSpan.FromSeconds(seconds.GetDouble()) : null;

    public static bool Is(this JsonElement answer, string name) => Find(answer, name) is { ValueKind: JsonValueKind.True };

    private static JsonElement? Find(JsonElement answer, string name) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(name, out var field) ? field : null;
}
