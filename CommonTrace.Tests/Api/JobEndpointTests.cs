using System.Net;
using System.Text.Json;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

public sealed class JobEndpointTests(TestApp app) : OwnTenant(app)
{
    private const string Jobs = "/api/v1/embedding-jobs";

    [Fact]
    public async Task A_contributed_trace_is_followed_until_it_is_embedded()
    {
        var written = (await Client.PostAnswerAsync(ApiCalls.Traces, Submission())).Is(HttpStatusCode.Accepted);
        var id = written.Body.GetProperty("embedding").GetProperty("job_id").GetGuid();

        await Eventually.TrueAsync(async () => (await Client.GetAnswerAsync($"{Jobs}/{id}")).Body.GetProperty("status").GetString() == "completed");

        var listed = (await Client.GetAnswerAsync($"{Jobs}?trace_id={written.Id}&status=completed")).Is(HttpStatusCode.OK).Body;
        var job = Assert.Single(listed.GetProperty("jobs").EnumerateArray());
        Assert.Equal(
            [
                "id", "tenant_id", "trace_id", "status", "retry_count", "max_attempts", "priority", "error_code", "error", "created_at", "updated_at",
                "scheduled_at", "completed_at", "metadata",
            ],
            job.EnumerateObject().Select(field => field.Name));
        Assert.Equal(
            ["embedding_model", "vector_count", "processing_time_ms", "token_count", "truncated"],
            job.GetProperty("metadata").EnumerateObject().Select(field => field.Name));
        Assert.Equal((id, Tenant.Id, 0), (job.GetProperty("id").GetGuid(), job.GetProperty("tenant_id").GetGuid(), job.GetProperty("retry_count").GetInt32()));
        Assert.Equal(1, job.GetProperty("metadata").GetProperty("vector_count").GetInt32());
        Assert.Equal(JsonValueKind.Null, listed.GetProperty("next_cursor").ValueKind);
    }

    [Fact]
    public async Task One_job_has_its_attempts()
    {
        var id = await AddFailedAsync();

        var job = (await Client.GetAnswerAsync($"{Jobs}/{id}")).Is(HttpStatusCode.OK).Body;

        Assert.Equal(("failed", "provider.refused"), (job.GetProperty("status").GetString(), job.GetProperty("error_code").GetString()));
        var attempt = Assert.Single(job.GetProperty("attempts").EnumerateArray());
        Assert.Equal(["attempt", "at", "error_code", "error"], attempt.EnumerateObject().Select(field => field.Name));
    }

    [Fact]
    public async Task Figures_are_of_ones_own_tenant()
    {
        await AddFailedAsync();

        var stats = (await Client.GetAnswerAsync($"{Jobs}/stats")).Is(HttpStatusCode.OK).Body;

        Assert.Equal(["stats", "oldest_due_seconds", "completed_last_minute"], stats.EnumerateObject().Select(field => field.Name));
        Assert.Equal("""{"pending":0,"processing":0,"completed":0,"failed":1}""", stats.GetProperty("stats").GetRawText());
    }

    [Fact]
    public async Task Pages_are_walked_by_the_cursor()
    {
        await AddFailedAsync();
        await AddFailedAsync();

        var first = (await Client.GetAnswerAsync($"{Jobs}?limit=1")).Is(HttpStatusCode.OK).Body;
        var second = (await Client.GetAnswerAsync($"{Jobs}?limit=1&cursor={first.GetProperty("next_cursor").GetString()}")).Is(HttpStatusCode.OK).Body;

        Assert.NotEqual(first.GetProperty("jobs")[0].GetProperty("id").GetGuid(), second.GetProperty("jobs")[0].GetProperty("id").GetGuid());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next_cursor").ValueKind);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=many", "limit")]
    [InlineData("status=done", "status")]
    [InlineData("trace_id=xyz", "trace_id")]
    [InlineData("tenant_id=xyz", "tenant_id")]
    [InlineData("cursor=xyz", "cursor")]
    public async Task A_question_that_makes_no_sense_names_the_field(string query, string field)
    {
        var answer = await Client.GetAnswerAsync($"{Jobs}?{query}");

        answer.IsRefusalOf(field);
    }

    [Fact]
    public async Task Another_tenant_is_for_the_scope_operate()
    {
        var other = await App.CreateTenantAsync();
        using var operatorClient = App.CreateClient();
        var id = await AddFailedAsync();
        using var stranger = await other.CreateContributorAsync();

        foreach (var path in new[] { $"{Jobs}?tenant_id=", $"{Jobs}/stats?tenant_id=" })
        {
            Assert.Equal("auth.scope_missing", (await stranger.GetAnswerAsync(path + Tenant.Id)).Is(HttpStatusCode.Forbidden).Code);
            (await stranger.GetAnswerAsync(path + other.Id)).Is(HttpStatusCode.OK);
            (await operatorClient.GetAnswerAsync(path + Tenant.Id)).Is(HttpStatusCode.OK);
            Assert.Equal("tenant.not_found", (await operatorClient.GetAnswerAsync(path + Guid.CreateVersion7())).Is(HttpStatusCode.NotFound).Code);
        }

        Assert.Empty((await stranger.GetAnswerAsync(Jobs)).Body.GetProperty("jobs").EnumerateArray());
        Assert.Equal("job.not_found", (await stranger.GetAnswerAsync($"{Jobs}/{id}")).Is(HttpStatusCode.NotFound).Code);
        (await operatorClient.GetAnswerAsync($"{Jobs}/{id}")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_failed_job_is_retried_by_an_operator_once()
    {
        using var operatorClient = App.CreateClient();
        var id = await AddFailedAsync();

        Assert.Equal("auth.scope_missing", (await Client.PostAnswerAsync($"{Jobs}/{id}/retry", new { })).Is(HttpStatusCode.Forbidden).Code);
        var retried = (await operatorClient.CallAsync(HttpMethod.Post, $"{Jobs}/{id}/retry", null)).Is(HttpStatusCode.Accepted);
        var again = (await operatorClient.PostAnswerAsync($"{Jobs}/{id}/retry", new { })).Is(HttpStatusCode.Conflict);
        var unknown = (await operatorClient.PostAnswerAsync($"{Jobs}/{Guid.CreateVersion7()}/retry", new { })).Is(HttpStatusCode.NotFound);

        Assert.Equal((id, "pending"), (retried.Id, retried.Body.GetProperty("status").GetString()));
        Assert.Equal(("job.not_failed", "job.not_found"), (again.Code, unknown.Code));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/stats")]
    [InlineData("/00000000-0000-7000-8000-000000000009")]
    public async Task A_key_with_the_scope_read_is_asked_for(string path)
    {
        using var stranger = App.CreateClient(key: null);
        using var writer = await Tenant.CreateClientAsync(Scopes.Contribute);

        (await stranger.GetAnswerAsync(Jobs + path)).Is(HttpStatusCode.Unauthorized);
        (await writer.GetAnswerAsync(Jobs + path)).Is(HttpStatusCode.Forbidden);
    }

    /// <summary>A dead letter in the tenant; its trace has a vector, so that the sweep leaves it alone.</summary>
    private async Task<Guid> AddFailedAsync()
    {
        var trace = Assert.Single(await App.StoreAsync(Tenant, [$"dead {Guid.CreateVersion7()}"]));
        var id = Guid.CreateVersion7();
        await App.SqlAsync(
            """
            insert into embedding_jobs (id, tenant_id, trace_id, status, priority, attempt, max_attempts, content_hash, completed_at, error_code, error, errors)
            select $1, tenant_id, id, 'failed', 0, 1, 5, content_hash, now(), 'provider.refused', 'No.',
                jsonb_build_array(jsonb_build_object('attempt', 1, 'at', now(), 'code', 'provider.refused', 'error', 'No.'))
            from traces where id = $2
            """,
            id, trace);
        return id;
    }
}
