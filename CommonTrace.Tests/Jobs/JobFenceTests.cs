using CommonTrace.Tests.Support;
using Npgsql;

namespace CommonTrace.Tests.Jobs;

public sealed class JobFenceTests(TestApp app)
{
    [Fact]
    public async Task Completing_stores_the_vector_and_the_record_of_the_work()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var trace = await stage.AddTraceAsync();
        var claimed = await stage.ClaimAsync();

        var completed = await stage.CompleteAsync(claimed, axis: 5);

        var job = await stage.JobAsync(trace);
        Assert.Equal([claimed[0].Id], completed);
        Assert.Equal(5, await stage.AxisAsync(trace));
        Assert.Equal(("completed", "commontrace-local", 1), (job.GetProperty("status").GetString(), job.GetProperty("embedding_model").GetString(), job.GetProperty("vector_count").GetInt32()));
        Assert.Equal((7, 3), (job.GetProperty("processing_time_ms").GetInt32(), job.GetProperty("token_count").GetInt32()));
    }

    [Fact]
    public async Task A_late_worker_cannot_complete_a_reclaimed_job()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var trace = await stage.AddTraceAsync();
        var late = await stage.ClaimAsync();
        await stage.ExpireLeasesAsync();
        var current = await stage.ClaimAsync(worker: "two");

        var ofTheLate = await stage.CompleteAsync(late, axis: 1);
        var ofTheCurrent = await stage.CompleteAsync(current, axis: 2);

        Assert.Empty(ofTheLate);
        Assert.Single(ofTheCurrent);
        Assert.Equal(2, await stage.AxisAsync(trace));
    }

    [Fact]
    public async Task A_late_worker_cannot_fail_a_reclaimed_job()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var trace = await stage.AddTraceAsync();
        var late = Assert.Single(await stage.ClaimAsync());
        await stage.ExpireLeasesAsync();
        await stage.ClaimAsync(worker: "two");

        var status = await stage.FailAsync(late, isPermanent: true);

        Assert.Null(status);
        Assert.Equal("processing", await stage.StatusAsync(trace));
    }

    [Fact]
    public async Task A_trace_edited_meanwhile_gets_no_old_vector_and_is_embedded_again()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app, provider);
        var trace = await stage.AddTraceAsync("before");
        provider.Misbehave = async (_, texts) =>
        {
            if (texts[0].StartsWith("before", StringComparison.Ordinal))
            {
                await stage.EditAsync(trace, "after");
            }

            return false;
        };

        await stage.PassAsync();
        var afterTheFirst = await stage.IsEmbeddedAsync(trace);
        await stage.PassAsync();

        Assert.False(afterTheFirst);
        Assert.True(await stage.IsEmbeddedAsync(trace));
        Assert.Equal("completed", await stage.StatusAsync(trace));
        Assert.Equal(1, provider.Inputs["after\nc\ns"]);
    }

    [Fact]
    public async Task An_edit_that_commits_while_the_vector_is_being_stored_wins()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var trace = await stage.AddTraceAsync("before");
        var claimed = await stage.ClaimAsync();
        await using var editor = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(stage.Database.ConnectionString) { Pooling = false }.ConnectionString);
        await editor.OpenAsync(TestContext.Current.CancellationToken);
        await using var edit = await editor.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var change = new NpgsqlCommand("update traces set content_hash = sha256('after') where id = $1", editor, edit) { Parameters = { new() { Value = trace } } };
        await change.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var completing = stage.CompleteAsync(claimed, axis: 1);
        await Eventually.TrueAsync(async () => await stage.Database.SqlAsync("select exists (select from pg_locks where not granted)") is true);
        await edit.CommitAsync(TestContext.Current.CancellationToken);

        Assert.Empty(await completing);
        Assert.Null(await stage.AxisAsync(trace));
        Assert.Equal("processing", await stage.StatusAsync(trace));
    }

    [Fact]
    public async Task The_result_of_a_deleted_trace_is_dropped()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var trace = await stage.AddTraceAsync();
        var claimed = await stage.ClaimAsync();
        await stage.Database.SqlAsync("delete from traces where id = $1", trace);

        var completed = await stage.CompleteAsync(claimed);

        Assert.Empty(completed);
        Assert.Equal(0L, await stage.Database.SqlAsync("select count(*) from embedding_jobs"));
    }
}
