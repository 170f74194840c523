using System.Globalization;
using System.Text.Json;
using CommonTrace.Api.Errors;
using CommonTrace.Api.Validation;
using CommonTrace.Core;

namespace CommonTrace.Api.Pages.Contribute;

/// <summary>Reads what was typed as the values of a request, and remembers what is none. What is empty was not given.</summary>
internal sealed class TypedValues
{
    private readonly Dictionary<string, string[]> _faults = [];

    public static string? Text(string typed) => string.IsNullOrWhiteSpace(typed) ? null : typed;

    public static IReadOnlyList<string> List(string typed) => typed.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public Guid? Id(string field, string typed) => Read<Guid>(field, typed, Guid.TryParse, "must be the id of a trace: the UUID at the end of its address.");

    public int? Number(string field, string typed) => Read<int>(
        field, typed, (string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number), "must be a whole number.");

    public DateTimeOffset? Day(string field, string typed) => Read<DateTimeOffset>(
        field, typed,
        (string text, out DateTimeOffset day) => DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out day),
        "must be a day such as 2027-01-31.");

    public JsonElement? Json(string field, string typed)
    {
        if (Text(typed) is not { } text)
        {
            return null;
        }

        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException fault)
        {
            _faults[field] = [$"is not JSON: line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}."];
            return null;
        }
    }

    /// <summary>All that is wrong: what could not be read, and what the request's annotations say of the rest. Null when nothing is.</summary>
    public Failure? FaultOf(object request)
    {
        var faults = new Dictionary<string, string[]>(_faults);
        foreach (var (field, what) in RequestShape.FaultOf(request)?.Errors ?? _faults)
        {
            faults[field] = what;
        }

        return faults.Count == 0 ? null : FieldFaults.Of(faults);
    }

    private T? Read<T>(string field, string typed, TryRead<T> tryRead, string fault)
        where T : struct
    {
        if (Text(typed) is not { } text)
        {
            return null;
        }

        if (tryRead(text.Trim(), out var value))
        {
            return value;
        }

        _faults[field] = [fault];
        return null;
    }

    private delegate bool TryRead<T>(string text, out T value);
}
