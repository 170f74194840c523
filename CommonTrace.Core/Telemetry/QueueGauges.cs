using System.Diagnostics.Metrics;
using CommonTrace.Core.Jobs;
using CommonTrace.Core.Jobs.Control;

namespace CommonTrace.Core.Telemetry;

/// <summary>
/// How the queue stands, as gauges. A scrape sees what was shown last and never asks the database; what is too old is not shown, so that no
/// figure stands still unnoticed. The figures are of the whole queue: of several workers, each tells the same.
/// </summary>
public sealed class QueueGauges
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;
    private volatile Shown? _shown;

    public QueueGauges(TimeProvider time)
    {
        _time = time;
        var meter = CommonTraceTelemetry.Meter;
        meter.CreateObservableGauge("commontrace.jobs", () => Each(JobsByStatus), "{job}", "Embedding jobs by status, over all tenants.");
        meter.CreateObservableGauge(
            "commontrace.jobs.oldest_due_age", () => Each(figures => [new(figures.OldestDueSeconds ?? 0)]), "s",
            "For how long the longest due job has been due; 0 when none is.");
        meter.CreateObservableGauge(
            "commontrace.circuit.state", () => Each(Circuit), "{state}", "The circuit to the provider: 0 closed, 1 half open, 2 open.");
        meter.CreateObservableGauge(
            "commontrace.workers", () => Each(figures => [new(figures.Workers)]), "{worker}", "Embedding workers that were seen in the last 30 seconds.");
        meter.CreateObservableGauge(
            "commontrace.queue.paused", () => Each(figures => [new(figures.IsPaused ? 1 : 0)]), "{queue}", "1 while the queue is paused.");
    }

    /// <summary>Shows these from now on.</summary>
    public void Show(QueueFigures figures) => _shown = new Shown(_time.GetTimestamp(), figures);

    private IEnumerable<Measurement<double>> Each(Func<QueueFigures, IEnumerable<Measurement<double>>> read) =>
        _shown is { } shown && _time.GetElapsedTime(shown.At) < Fresh ? read(shown.Figures) : [];

    private static IEnumerable<Measurement<double>> JobsByStatus(QueueFigures figures) =>
    [
        OfStatus(figures.Pending, JobStatus.Pending),
        OfStatus(figures.Processing, JobStatus.Processing),
        OfStatus(figures.Completed, JobStatus.Completed),
        OfStatus(figures.Failed, JobStatus.Failed),
    ];

    private static Measurement<double> OfStatus(long jobs, string status) => new(jobs, new KeyValuePair<string, object?>("status", status));

    private static IEnumerable<Measurement<double>> Circuit(QueueFigures figures)
    {
        if (figures.Provider is { Name: { } provider, Model: { } model, Breaker: var breaker })
        {
            yield return new(
                breaker switch { "closed" => 0, "half_open" => 1, _ => 2 },
                new KeyValuePair<string, object?>("provider", provider), new KeyValuePair<string, object?>("model", model));
        }
    }

    private sealed record Shown(long At, QueueFigures Figures);
}
