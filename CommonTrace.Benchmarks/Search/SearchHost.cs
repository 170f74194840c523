using CommonTrace.Core.Data;
using CommonTrace.Core.Search;
using CommonTrace.Core.Tenants;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CommonTrace.Benchmarks.Search;

/// <summary>Searches in this process, by Core's services as the API has them.</summary>
internal sealed class SearchHost(SearchStage stage) : IDisposable
{
    private readonly IHost _host = stage.Database.CreateHost(DatabaseRole.Api);

    public async Task<SearchAnswer> SearchAsync(string text, SearchMode mode)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantContext>().Enter(Tenant.CommonsId);
        var answer = await scope.ServiceProvider.GetRequiredService<SearchTraces>()
            .ExecuteAsync(new TraceQuery(text, [], SearchStage.Wanted, mode), CancellationToken.None);
        return answer.Succeeded(out var found, out var failure) ? found : throw new InvalidOperationException(failure.Detail);
    }

    public void Dispose() => _host.Dispose();
}
