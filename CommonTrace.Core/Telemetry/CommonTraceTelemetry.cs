using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CommonTrace.Core.Telemetry;

/// <summary>The activity source and the meter, both named <c>CommonTrace</c>.</summary>
public static class CommonTraceTelemetry
{
    public const string Name = "CommonTrace";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    public static readonly Counter<long> TracesContributed = Meter.CreateCounter<long>(
        "commontrace.traces.contributed", "{trace}", "Traces stored, duplicates not counted.");

    public static readonly Counter<long> JobsCompleted = Meter.CreateCounter<long>(
        "commontrace.jobs.completed", "{job}", "Embedding jobs completed.");

    public static readonly Counter<long> AttemptsFailed = Meter.CreateCounter<long>(
        "commontrace.jobs.attempts_failed", "{attempt}", "Attempts of embedding jobs that failed, by error.type.");

    public static readonly Histogram<double> SearchDuration = Meter.CreateHistogram(
        "commontrace.search.duration", "s", "How long a search took.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] });
}
