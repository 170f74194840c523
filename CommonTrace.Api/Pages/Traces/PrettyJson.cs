using System.Text.Encodings.Web;
using System.Text.Json;

namespace CommonTrace.Api.Pages.Traces;

/// <summary>A stored JSON document over several lines.</summary>
internal static class PrettyJson
{
    // What the page shows is encoded by the page.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(string json) => JsonSerializer.Serialize(JsonElement.Parse(json), Indented);
}
