using System.Globalization;
using CommonTrace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace CommonTrace.Core.Traces;

/// <summary>Says why a trace is not there: it was deleted, or never was.</summary>
internal static class MissingTrace
{
    /// <summary>What a call for a trace that was not found is answered with.</summary>
    public static async Task<Failure> WhyMissingAsync(this CommonTraceDbContext database, Guid id, CancellationToken cancellationToken)
    {
        var tombstone = await database.Set<Tombstone>().AsNoTracking().SingleOrDefaultAsync(row => row.TraceId == id, cancellationToken);
        return tombstone is null ? TraceFailures.NotFound(id) : new(FailureKind.NotFound, "trace.deleted", Detail(tombstone));
    }

    private static string Detail(Tombstone tombstone)
    {
        var when = tombstone.DeletedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return $"The trace {tombstone.TraceId} was deleted at {when}; "
            + (tombstone.SupersededBy is { } newer ? $"the trace {newer} had replaced it." : "no trace had replaced it.");
    }
}
