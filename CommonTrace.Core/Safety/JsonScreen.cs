using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CommonTrace.Core.Safety.Secrets;

namespace CommonTrace.Core.Safety;

/// <summary>Screens a JSON document: as it is written, where <c>"password": "…"</c> shows, and each string by itself, where an escape may hide what it says.</summary>
internal static class JsonScreen
{
    private static readonly JsonWriterOptions Plainly = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Runs it. A finding inside a string is told at the place where the string begins.</summary>
    public static ScreenedText Of(string field, string document)
    {
        var written = SecretScanner.Find(document);
        if (written.Count > 0)
        {
            return new ScreenedText(document, [.. written.Select(secret => new TextFinding(secret.Kind, field, secret.Line, secret.Column))], [], []);
        }

        var bytes = Encoding.UTF8.GetBytes(document);
        var buffer = new ArrayBufferWriter<byte>(bytes.Length);
        var texts = new List<ScreenedText>();
        var isChanged = false;
        using (var writer = new Utf8JsonWriter(buffer, Plainly))
        {
            var reader = new Utf8JsonReader(bytes);
            while (reader.Read())
            {
                if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
                {
                    CopyMark(ref reader, writer);
                    continue;
                }

                var original = reader.GetString()!;
                var text = ScreenTexts.Plain(field, original);
                texts.Add(text.MovedTo(PlaceOf(bytes.AsSpan(0, (int)reader.TokenStartIndex))));
                isChanged |= text.Text != original;
                CopyText(reader.TokenType, text.Text, writer);
            }
        }

        return new ScreenedText(
            isChanged ? Encoding.UTF8.GetString(buffer.WrittenSpan) : document,
            [.. texts.SelectMany(text => text.Secrets)], [.. texts.SelectMany(text => text.Redactions)], [.. texts.SelectMany(text => text.Flags)]);
    }

    private static void CopyText(JsonTokenType token, string text, Utf8JsonWriter writer)
    {
        if (token == JsonTokenType.PropertyName)
        {
            writer.WritePropertyName(text);
        }
        else
        {
            writer.WriteStringValue(text);
        }
    }

    private static void CopyMark(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            default:
                // Numbers stay as they were spelled.
                writer.WriteRawValue(reader.ValueSpan);
                break;
        }
    }

    private static (int Line, int Column) PlaceOf(ReadOnlySpan<byte> before)
    {
        var line = before.Count((byte)'\n') + 1;
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return (line, Encoding.UTF8.GetString(before[lineStart..]).EnumerateRunes().Count() + 1);
    }
}
