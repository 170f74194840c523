using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace CommonTrace.ServiceDefaults;

/// <summary>One metric in the text format 0.0.4: help, type, then a line for each of its series.</summary>
internal sealed class PrometheusFamily(string name, string type, Metric metric)
{
    public string Name => name;

    public static PrometheusFamily Of(Metric metric)
    {
        var type = metric.MetricType switch
        {
            MetricType.LongSum or MetricType.DoubleSum => "counter",
            MetricType.Histogram => "histogram",
            _ => "gauge",
        };
        return new(PrometheusName.Of(metric, type), type, metric);
    }

    public string Text()
    {
        var text = new StringBuilder();
        if (metric.Description.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {Escape(metric.Description)}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {type}\n");
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = Labels(point.Tags);
            if (metric.MetricType is MetricType.Histogram)
            {
                AppendHistogram(text, point, labels);
            }
            else
            {
                AppendLine(text, name, labels, Value(point));
            }
        }

        return text.ToString();
    }

    private void AppendHistogram(StringBuilder text, in MetricPoint point, string labels)
    {
        // Buckets count upwards here: each holds all those below it.
        var count = 0L;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            var bound = $"le=\"{Number(bucket.ExplicitBound)}\"";
            AppendLine(text, $"{name}_bucket", labels.Length == 0 ? bound : $"{labels},{bound}", count);
        }

        AppendLine(text, $"{name}_sum", labels, point.GetHistogramSum());
        AppendLine(text, $"{name}_count", labels, count);
    }

    private double Value(in MetricPoint point) => metric.MetricType switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        MetricType.DoubleGauge => point.GetGaugeLastValueDouble(),
        _ => double.NaN,
    };

    private static void AppendLine(StringBuilder text, string name, string labels, double value) =>
        text.Append(name).Append(labels.Length == 0 ? "" : $"{{{labels}}}").Append(' ').Append(Number(value)).Append('\n');

    private static string Labels(ReadOnlyTagCollection tags)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in tags)
        {
            var text = value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            labels.TryAdd(PrometheusName.Legal(key), Escape(text).Replace("\"", "\\\"", StringComparison.Ordinal));
        }

        return string.Join(',', labels.Select(label => $"{label.Key}=\"{label.Value}\""));
    }

    private static string Escape(string text) =>
        text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
