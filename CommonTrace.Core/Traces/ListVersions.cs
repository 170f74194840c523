using System.Globalization;
using CommonTrace.Core.Data;
using CommonTrace.Core.Paging;
using CommonTrace.Core.Users;

namespace CommonTrace.Core.Traces;

/// <summary>The versions of a trace, the newest first: the one that stands, and those before it.</summary>
public sealed class ListVersions(CommonTraceDbContext database)
{
    /// <summary>Runs it.</summary>
    /// <param name="limit">How many; 1 to 100.</param>
    /// <param name="cursor">Where the page before ended; null for the first.</param>
    public async Task<Result<Page<TraceVersionSummary>>> ExecuteAsync(Caller caller, Guid id, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var before = int.MaxValue;
        if (cursor is not null && !int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            return PageCursor.Failure;
        }

        var versions = await database.QueryAsync(
            TraceVersionReader.ListSql,
            [new() { Value = id }, new() { Value = caller.TenantId }, new() { Value = before }, new() { Value = limit + 1 }],
            TraceVersionReader.ReadSummary,
            cancellationToken);
        return versions.Count == 0 && cursor is null
            ? await database.WhyMissingAsync(id, cancellationToken)
            : Page<TraceVersionSummary>.Of(versions, limit, last => last.Version.ToString(CultureInfo.InvariantCulture));
    }
}
