using System.Net;
using CommonTrace.Core.Embeddings;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Traces;

/// <summary>What an edit finds of the trace's embedding job. No worker comes in between.</summary>
public sealed class EditedJobTests(TestApp app)
{
    [Fact]
    public async Task A_waiting_job_does_the_new_texts_work_at_once_and_with_attempts_of_its_own()
    {
        await using var api = await OwnApi.StartAsync(app);
        using var client = await api.CreateClientAsync();
        var id = await client.ContributeAsync("before");
        await api.Stage.Database.SqlAsync(
            "update embedding_jobs set attempt = 4, priority = -5, scheduled_at = now() + interval '1 hour' where trace_id = $1", id);

        (await client.PatchAsync(id, new { title = "after" })).Is(HttpStatusCode.OK);

        Assert.Equal(true, await api.Stage.Database.SqlAsync(
            """
            select count(*) = 1 and bool_and(status = 'pending' and attempt = 4 and max_attempts = 9 and priority = 0 and scheduled_at <= now() and content_hash = $2)
            from embedding_jobs where trace_id = $1
            """,
            id, EmbeddingText.Hash("after", "Nothing else is told.", "See above.")));
    }

    [Fact]
    public async Task A_job_in_hand_is_left_to_its_fence()
    {
        await using var api = await OwnApi.StartAsync(app);
        using var client = await api.CreateClientAsync();
        var id = await client.ContributeAsync("before");
        await api.Stage.Database.SqlAsync(
            "update embedding_jobs set status = 'processing', attempt = 1, claimed_by = 'w', lease_expires_at = now() + interval '1 minute' where trace_id = $1", id);

        (await client.PatchAsync(id, new { title = "after" })).Is(HttpStatusCode.OK);

        Assert.Equal(true, await api.Stage.Database.SqlAsync(
            "select count(*) = 1 and bool_and(status = 'processing' and attempt = 1 and content_hash = $2) from embedding_jobs where trace_id = $1",
            id, EmbeddingText.Hash("before", "Nothing else is told.", "See above.")));
    }

    [Theory]
    [InlineData("completed")]
    [InlineData("failed")]
    public async Task A_job_that_ended_gets_a_successor(string status)
    {
        await using var api = await OwnApi.StartAsync(app);
        using var client = await api.CreateClientAsync();
        var id = await client.ContributeAsync("before");
        await api.Stage.Database.SqlAsync(
            "update embedding_jobs set status = $2, completed_at = now(), error_code = 'provider.refused' where trace_id = $1", id, status);

        var answer = (await client.PatchAsync(id, new { title = "after" })).Is(HttpStatusCode.OK);

        Assert.Equal("pending", answer.Body.GetProperty("embedding").Text("status"));
        Assert.Equal(1L, await api.Stage.Database.SqlAsync(
            "select count(*) from embedding_jobs where trace_id = $1 and status = 'pending' and content_hash = $2",
            id, EmbeddingText.Hash("after", "Nothing else is told.", "See above.")));
    }
}
