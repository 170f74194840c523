using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

/// <summary>Tests that each have a tenant of their own, and a client that may read and contribute there.</summary>
public abstract class OwnTenant(TestApp app) : IAsyncLifetime
{
    private TestTenant? _tenant;
    private HttpClient? _client;

    protected TestApp App => app;

    protected TestTenant Tenant => _tenant!;

    protected HttpClient Client => _client!;

    public async ValueTask InitializeAsync()
    {
        _tenant = await app.CreateTenantAsync();
        _client = await _tenant.CreateContributorAsync();
    }

    public ValueTask DisposeAsync()
    {
        _client?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>How many traces the tenant has.</summary>
    protected async Task<long> CountTracesAsync() => (long)(await app.SqlAsync("select count(*) from traces where tenant_id = $1", Tenant.Id))!;

    /// <summary>A trace that nothing is wrong with, but for the fields that are given.</summary>
    protected static Dictionary<string, object?> Submission(params (string Field, object? Value)[] fields)
    {
        var trace = new Dictionary<string, object?>
        {
            ["title"] = $"The pool is exhausted {Guid.CreateVersion7()}",
            ["context_text"] = "Every request opened a connection.",
            ["solution_text"] = "Share one pool.",
            ["tags"] = new[] { "postgres" },
        };
        foreach (var (field, value) in fields)
        {
            trace[field] = value;
        }

        return trace;
    }
}
