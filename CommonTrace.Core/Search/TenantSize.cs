using CommonTrace.Core.Data;
using Microsoft.Extensions.Caching.Memory;

namespace CommonTrace.Core.Search;

/// <summary>How many traces the tenant has, as of the last minute: what the rarity of a word is measured by.</summary>
public sealed class TenantSize : IDisposable
{
    private const string Sql = "select count(*) from trace_search where tenant_id = $1";

    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(1);

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    internal async Task<long> OfAsync(CommonTraceDbContext database, CancellationToken cancellationToken)
    {
        if (database.TenantId is not { } tenant)
        {
            return 0;
        }

        if (_known.TryGetValue(tenant, out long known))
        {
            return known;
        }

        var size = (await database.QueryAsync(Sql, [new() { Value = tenant }], row => row.GetInt64(0), cancellationToken))[0];
        return _known.Set(tenant, size, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Keep });
    }

    public void Dispose() => _known.Dispose();
}
