using System.Text.RegularExpressions;
using OpenTelemetry.Metrics;

namespace CommonTrace.ServiceDefaults;

/// <summary>Names as Prometheus wants them: <c>commontrace.search.duration</c> in s is <c>commontrace_search_duration_seconds</c>.</summary>
internal static partial class PrometheusName
{
    // The units (UCUM) that .NET's own meters and ours use; one in braces, as {request}, is a remark and not a unit.
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["us"] = "microseconds",
        ["ns"] = "nanoseconds",
        ["min"] = "minutes",
        ["By"] = "bytes",
        ["%"] = "percent",
    };

    public static string Of(Metric metric, string type)
    {
        var name = Legal(metric.Name);
        if (name.EndsWith("_total", StringComparison.Ordinal))
        {
            name = name[..^"_total".Length];
        }

        if (Units.TryGetValue(metric.Unit, out var unit) && !name.EndsWith($"_{unit}", StringComparison.Ordinal))
        {
            name = $"{name}_{unit}";
        }

        return type == "counter" ? $"{name}_total" : name;
    }

    public static string Legal(string name)
    {
        var legal = Illegal().Replace(name, "_");
        return legal.Length == 0 || char.IsAsciiDigit(legal[0]) ? $"_{legal}" : legal;
    }

    [GeneratedRegex("[^a-zA-Z0-9]+")]
    private static partial Regex Illegal();
}
