using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CommonTrace.Cli.Terminal;

/// <summary>Reads what others wrote out of an answer, so that it can be shown: no text of theirs steers the terminal.</summary>
internal static partial class StoredText
{
    /// <summary>A field as text with its lines; empty when there is none.</summary>
    public static string Text(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? Harmless(value.ToString()) : "";

    /// <summary>A field on one line.</summary>
    public static string Line(this JsonElement json, string name) => json.Text(name).ReplaceLineEndings(" ").Replace('\t', ' ');

    /// <summary>A list of texts on one line.</summary>
    public static string List(this JsonElement json, string name) =>
        string.Join(", ", json.Items(name).Select(item => Harmless(item.ToString()).ReplaceLineEndings(" ").Replace('\t', ' ')));

    /// <summary>The entries of a list; none when there is no list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    public static DateTimeOffset? Time(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var time) && time.ValueKind == JsonValueKind.String && time.TryGetDateTimeOffset(out var parsed) ? parsed : null;

    /// <summary>
    /// The text with every character that could steer a terminal or turn its lines around spelled out, such as <c>&lt;U+001B&gt;</c>: the controls of
    /// C0 and C1 but for newline and tab, and Unicode's marks of direction.
    /// </summary>
    public static string Harmless(string text) =>
        Steering().Replace(text.Replace("\r\n", "\n", StringComparison.Ordinal), character => $"<U+{Number(character)}>");

    /// <summary>JSON that says the same, with those characters escaped.</summary>
    public static string HarmlessJson(string json) => Steering().Replace(json, character => $"\\u{Number(character)}");

    private static string Number(Match character) => ((int)character.Value[0]).ToString("X4", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069-[\n\t]]")]
    private static partial Regex Steering();
}
