using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CommonTrace.Core.Telemetry;

/// <summary>The activity source and the meter, both named <c>CommonTrace</c>.</summary>
public static class CommonTraceTelemetry
{
    public const string Name = "CommonTrace";

    public static readonly ActivitySource Source = new(Name);

    internal static readonly Meter Meter = new(Name);

    public static readonly Counter<long> TracesContributed = Meter.CreateCounter<long>(
        "commontrace.traces.contributed", "{trace}", "Traces stored, duplicates not counted.");

    public static readonly Counter<long> ClientReports = Meter.CreateCounter<long>(
        "commontrace.client.reports", "{report}", "Reports of clients about themselves, by kind.");

    public static readonly Counter<long> JobsCompleted = Meter.CreateCounter<long>(
        "commontrace.jobs.completed", "{job}", "Embedding jobs completed.");

    public static readonly Counter<long> AttemptsFailed = Meter.CreateCounter<long>(
        "commontrace.jobs.attempts_failed", "{attempt}", "Attempts of embedding jobs that failed, by error.type.");

    public static readonly Histogram<int> BatchSize = Meter.CreateHistogram(
        "commontrace.batch.size", "{job}", "Jobs claimed at once.",
        advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 40, 80, 128, 256] });

    public static readonly Histogram<double> ProviderDuration = Meter.CreateHistogram(
        "commontrace.provider.duration", "s", "How long the embedding provider took to answer a call.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });

    public static readonly Counter<long> ProviderTokens = Meter.CreateCounter<long>(
        "commontrace.provider.tokens", "{token}", "Tokens embedded, as the provider counted them; estimated where it did not.");

    public static readonly Counter<long> CircuitOpened = Meter.CreateCounter<long>(
        "commontrace.circuit.opened", "{opening}", "How often the circuit breaker opened, by error.type.");

    public static readonly Counter<long> LeasesExpired = Meter.CreateCounter<long>(
        "commontrace.leases.expired", "{job}", "Jobs whose worker was lost.");

    public static readonly Histogram<double> SearchDuration = Meter.CreateHistogram(
        "commontrace.search.duration", "s", "How long a search took.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] });
}
