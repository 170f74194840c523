using System.Text.Json;
using System.Text.Json.Serialization;

namespace CommonTrace.Core.Import;

/// <summary>
/// Times of the zone they name, else UTC: a <see cref="DateTimeOffset"/> would take them for the server's own. Down to the microsecond, which is as
/// fine as PostgreSQL's are.
/// </summary>
internal sealed class UtcTimes : JsonConverter<DateTime>
{
    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || !reader.TryGetDateTime(out var time))
        {
            throw new JsonException();
        }

        var utc = time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
