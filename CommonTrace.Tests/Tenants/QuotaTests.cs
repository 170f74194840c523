using System.Net;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Tenants;

/// <summary>What a tenant may use, from both sides of each limit.</summary>
public sealed class QuotaTests(TestApp app) : IDisposable
{
    private readonly HttpClient _operator = app.CreateClient();

    public void Dispose() => _operator.Dispose();

    [Fact]
    public async Task A_full_tenant_takes_no_further_trace()
    {
        var (tenant, user) = await TenantAsync(new { max_traces = 2 });
        using var _ = user;
        (await WriteAsync(user)).Is(HttpStatusCode.Accepted);
        (await WriteAsync(user)).Is(HttpStatusCode.Accepted);

        var refused = (await WriteAsync(user)).Is(HttpStatusCode.Forbidden);
        await app.SqlAsync("delete from traces where id = (select id from traces where tenant_id = $1 limit 1)", tenant);
        var afterwards = await WriteAsync(user);

        Assert.Equal("quota.traces", refused.Code);
        Assert.Contains("2 traces", refused.Detail, StringComparison.Ordinal);
        afterwards.Is(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task After_its_writes_of_the_day_a_tenant_waits_until_midnight()
    {
        var (tenant, user) = await TenantAsync(new { max_writes_a_day = 1 });
        using var _ = user;
        (await WriteAsync(user)).Is(HttpStatusCode.Accepted);

        var refused = (await WriteAsync(user)).Is(HttpStatusCode.TooManyRequests);
        await app.SqlAsync("update tenant_usage set day = day - 1 where tenant_id = $1", tenant);
        var nextDay = await WriteAsync(user);

        Assert.Equal("quota.writes", refused.Code);
        var midnight = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(1) - TimeProvider.System.GetUtcNow().UtcDateTime;
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, midnight - TimeSpan.FromMinutes(1), midnight + TimeSpan.FromMinutes(1));
        nextDay.Is(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task After_its_tokens_of_the_day_a_tenant_waits_until_midnight()
    {
        var (tenant, user) = await TenantAsync(new { max_embedding_tokens_a_day = 100 });
        using var _ = user;
        var first = (await WriteAsync(user)).Is(HttpStatusCode.Accepted).Id;
        await EmbeddedAsync(tenant, first, 99, "now()");
        (await WriteAsync(user)).Is(HttpStatusCode.Accepted);
        await EmbeddedAsync(tenant, first, 100, "now()");

        var refused = (await WriteAsync(user)).Is(HttpStatusCode.TooManyRequests);
        await EmbeddedAsync(tenant, first, 100, "date_trunc('day', now(), 'UTC') - interval '1 second'");
        var nextDay = await WriteAsync(user);

        Assert.Equal("quota.embedding_tokens", refused.Code);
        Assert.NotNull(refused.Headers.RetryAfter);
        nextDay.Is(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_refused_shape_spends_nothing_and_reading_never_does()
    {
        var (tenant, user) = await TenantAsync(new { max_writes_a_day = 1 });
        using var _ = user;

        (await user.PostAnswerAsync(ApiCalls.Traces, new { title = "" })).Is(HttpStatusCode.UnprocessableEntity);
        (await user.GetAnswerAsync("/api/v1/tags")).Is(HttpStatusCode.OK);

        Assert.Equal(0L, await app.SqlAsync("select count(*) from tenant_usage where tenant_id = $1", tenant));
        (await WriteAsync(user)).Is(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_tenant_without_quotas_is_not_counted()
    {
        var (tenant, user) = await TenantAsync(quotas: null);
        using var _ = user;

        (await WriteAsync(user)).Is(HttpStatusCode.Accepted);

        Assert.Equal(0L, await app.SqlAsync("select count(*) from tenant_usage where tenant_id = $1", tenant));
    }

    private async Task<(Guid Tenant, HttpClient User)> TenantAsync(object? quotas)
    {
        var tenant = await _operator.CreateTenantAsync(quotas);
        return (tenant, app.CreateClient(await _operator.AddUserAsync(tenant)));
    }

    private static Task<Answer> WriteAsync(HttpClient user) => user.PostAnswerAsync(ApiCalls.Traces, TenantTests.Trace());

    /// <summary>Makes one completed job of so many tokens all that the tenant ever had embedded.</summary>
    private async Task EmbeddedAsync(Guid tenant, Guid trace, int tokens, string at)
    {
        await app.SqlAsync("delete from embedding_jobs where tenant_id = $1", tenant);
        await app.SqlAsync(
            $"""
            insert into embedding_jobs (id, tenant_id, trace_id, status, priority, attempt, max_attempts, content_hash, completed_at, token_count)
            select gen_random_uuid(), $1, $2, 'completed', 0, 1, 5, content_hash, {at}, $3 from traces where id = $2
            """,
            tenant, trace, tokens);
    }
}
