using CommonTrace.Core.Doctor;

namespace CommonTrace.Api.Admin;

/// <summary>What was found.</summary>
/// <param name="Status">The worst of the checks: <c>ok</c>, <c>warning</c> or <c>failed</c>.</param>
/// <param name="Version">This server's.</param>
public sealed record DoctorResponse(string Status, string Version, IReadOnlyList<SystemCheck> Checks, DoctorFigures Figures)
{
    public static DoctorResponse Of(Examination found, string version) => new(
        CheckStatus.Worst(found.Checks), version, found.Checks,
        new DoctorFigures(
            found.Store.Postgres, found.Store.Extensions.ToDictionary(extension => extension.Name, extension => extension.Version), found.Store.Bytes,
            Math.Round(found.Store.AheadBy.TotalSeconds, 3), found.Backlog.Traces, found.Backlog.WithoutVector, found.Backlog.WithoutJob, found.Backlog.WithoutWords,
            found.Queue.Due, found.Queue.Processing, found.Queue.Failed, found.Queue.OldestDueSeconds, found.Queue.Workers, found.Backlog.FailedByCode));
}

/// <summary>What the checks are made of.</summary>
/// <param name="ClockDifferenceSeconds">How far the database's clock is ahead of the server's.</param>
/// <param name="Traces">Of many, an estimate.</param>
/// <param name="TracesWithoutVector">Counted up to 100,000, as <paramref name="TracesWithoutWords"/>.</param>
/// <param name="TracesWithoutJob">Of the first 10,000 without a vector.</param>
/// <param name="WorkersSeen">In the last 30 seconds.</param>
public sealed record DoctorFigures(
    string PostgresVersion, IReadOnlyDictionary<string, string> Extensions, long DatabaseBytes, double ClockDifferenceSeconds, long Traces,
    long TracesWithoutVector, long TracesWithoutJob, long TracesWithoutWords, long JobsDue, long JobsProcessing, long JobsFailed, double? OldestDueSeconds,
    int WorkersSeen, IReadOnlyList<FailedJobs> FailedByCode);
