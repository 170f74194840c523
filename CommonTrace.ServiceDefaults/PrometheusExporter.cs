using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace CommonTrace.ServiceDefaults;

/// <summary>Collects the metrics when somebody asks for them, one scrape at a time.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private const int CollectTimeoutMilliseconds = 5_000;

    private readonly Lock _scraping = new();
    private string _text = "";

    /// <summary>Set by the reader that this exporter is given to.</summary>
    public Func<int, bool>? Collect { get; set; }

    /// <summary>The metrics as of now; when they cannot be collected in time, those of the scrape before.</summary>
    public string Scrape()
    {
        lock (_scraping)
        {
            Collect?.Invoke(CollectTimeoutMilliseconds);
            return _text;
        }
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var families = new Dictionary<string, PrometheusFamily>(StringComparer.Ordinal);
        foreach (var metric in batch)
        {
            // A name belongs to the first meter that used it: a second family of that name would spoil the whole page.
            var family = PrometheusFamily.Of(metric);
            families.TryAdd(family.Name, family);
        }

        _text = string.Concat(families.Values.OrderBy(family => family.Name, StringComparer.Ordinal).Select(family => family.Text()));
        return ExportResult.Success;
    }
}
