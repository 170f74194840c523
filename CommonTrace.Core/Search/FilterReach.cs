using CommonTrace.Core.Data;
using Microsoft.Extensions.Caching.Memory;

namespace CommonTrace.Core.Search;

/// <summary>
/// Whether so few traces pass a filter that they are compared one by one, exactly. The vector index goes from near to far and drops what does
/// not pass: where few of many do, it would walk through nearly all, and give up on the way. The answer is remembered for a while.
/// </summary>
public sealed class FilterReach : IDisposable
{
    /// <summary>So many are compared in about 3 ms (1,536 dimensions): sooner than any index finds them under a filter.</summary>
    private const int Few = 500;

    /// <summary>Up to so many, about 30 ms, where they are less than <see cref="Share"/> of all traces: the index would have to look at 2,000 and more.</summary>
    private const int Some = 5_000;
    private const double Share = 0.05;

    // A filter that leaves many goes on to do so; one that leaves few may soon leave more, and is then only slow for a moment.
    private static readonly TimeSpan KeepFew = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeepMany = TimeSpan.FromMinutes(5);

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    /// <summary>Whether the filter leaves so few that they are compared one by one.</summary>
    internal async Task<bool> IsFewAsync(CommonTraceDbContext database, SearchFilter filter, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(filter.Key, out bool known))
        {
            return known;
        }

        var sql =
            $"""
            select count(*), (select reltuples::float8 from pg_class where oid = 'traces'::regclass)
            from (select from traces t where {filter.Condition} limit {Some + 1}) passing
            """;
        var (passing, all) = (await database.QueryAsync(sql, filter.Parameters, row => (row.GetInt64(0), row.GetDouble(1)), cancellationToken))[0];
        var few = passing <= Few || (passing <= Some && passing < Share * all);
        return _known.Set(filter.Key, few, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = few ? KeepFew : KeepMany });
    }

    public void Dispose() => _known.Dispose();
}
