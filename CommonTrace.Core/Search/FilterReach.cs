using CommonTrace.Core.Data;
using Microsoft.Extensions.Caching.Memory;

namespace CommonTrace.Core.Search;

/// <summary>
/// How many traces a filter leaves, as far as it matters, remembered for a while. The vector index goes from near to far and drops what does
/// not pass, so with few it would walk through nearly all; few are compared one by one instead, exactly.
/// </summary>
public sealed class FilterReach : IDisposable
{
    /// <summary>Up to so many vectors are compared one by one: about 30 ms with 1,536 dimensions.</summary>
    private const int Few = 5_000;

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

        var sql = $"select count(*) from (select from traces t where {filter.Condition} limit {Few + 1}) passing";
        var few = (await database.QueryAsync(sql, filter.Parameters, row => row.GetInt64(0), cancellationToken))[0] <= Few;
        return _known.Set(filter.Key, few, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = few ? KeepFew : KeepMany });
    }

    public void Dispose() => _known.Dispose();
}
