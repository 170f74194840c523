using CommonTrace.Core.Jobs;
using Microsoft.Extensions.Options;

namespace CommonTrace.Core.Search.Misses;

/// <summary>Forgets searches in vain that nobody made for <see cref="SearchOptions.KeepMisses"/>.</summary>
public sealed class ForgetMisses(QueueDatabase database, IOptions<SearchOptions> options)
{
    private const string Sql = "delete from search_misses where last_at < now() - $1";

    /// <summary>Runs it; answers how many were forgotten.</summary>
    public Task<int> RunOnceAsync(CancellationToken cancellationToken) =>
        database.ExecuteAsync(Sql, [new() { Value = options.Value.KeepMisses }], cancellationToken);
}
