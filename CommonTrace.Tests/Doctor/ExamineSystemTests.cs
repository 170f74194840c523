using CommonTrace.Core.Doctor;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Jobs.Control;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Doctor;

/// <summary>What the server says of its own database and queue, each fault made by hand.</summary>
public sealed class ExamineSystemTests(TestApp app)
{
    [Fact]
    public async Task Nothing_is_wrong_with_a_new_database()
    {
        await using var stage = await JobStage.CreateAsync(app);

        var found = await ExamineAsync(stage);

        Assert.All(found.Checks, check => Assert.True(check is { Status: "ok", Advice: null }, check.ToString()));
        Assert.Equal(0, found.Backlog.Traces);
        Assert.InRange(found.Store.AheadBy.TotalSeconds, -1, 1);
    }

    [Fact]
    public async Task A_missing_index_is_made_again_by_the_advice()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.Database.SqlAsync("drop index ix_traces_unembedded, ix_embedding_jobs_due");

        var missing = await CheckAsync(stage, "indexes");
        await stage.Database.SqlAsync(missing.Advice!);

        Assert.Equal(("failed", "Missing: ix_embedding_jobs_due, ix_traces_unembedded."), (missing.Status, missing.Detail));
        Assert.Equal("ok", (await CheckAsync(stage, "indexes")).Status);
    }

    [Fact]
    public async Task An_index_whose_building_broke_off_is_named()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.Database.SqlAsync("update pg_index set indisvalid = false where indexrelid = 'ix_traces_status'::regclass");

        var check = await CheckAsync(stage, "indexes");

        Assert.Equal(("failed", "reindex index concurrently ix_traces_status;"), (check.Status, check.Advice));
    }

    [Fact]
    public async Task Without_its_index_the_search_only_is_slower()
    {
        await using var stage = await JobStage.CreateAsync(app, ("Queue:BulkFrom", "100"));
        await stage.Database.SqlAsync("drop index ix_traces_embedding_hnsw");

        var missing = await CheckAsync(stage, "vector_index");
        await stage.AddManyAsync(11);
        var loading = await CheckAsync(stage, "vector_index");

        Assert.Equal("warning", missing.Status);
        Assert.Contains("is missing", missing.Detail, StringComparison.Ordinal);
        Assert.Equal("warning", loading.Status);
        Assert.Contains("of which 11 jobs are due", loading.Detail, StringComparison.Ordinal);
        Assert.Equal("ok", (await CheckAsync(stage, "indexes")).Status);
    }

    [Fact]
    public async Task Traces_without_a_vector_and_without_a_job_are_counted()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddManyAsync(2);
        await stage.PassAsync();
        await stage.AddTraceAsync("waiting");
        var withJobs = await CheckAsync(stage, "embeddings");
        await stage.AddTraceAsync("forgotten", withJob: false);

        var check = await CheckAsync(stage, "embeddings");

        Assert.Equal(("ok", "2 of 3 traces have a vector of the current model (66.7 %). The rest have a job each."), (withJobs.Status, withJobs.Detail));
        Assert.Equal(("warning", "2 of 4 traces have a vector of the current model (50.0 %). 1 have neither a vector nor a job."), (check.Status, check.Detail));
    }

    [Fact]
    public async Task Dead_letters_are_told_by_what_they_met()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddFailedAsync("one", "provider.refused");
        await stage.AddFailedAsync("two", "provider.failed");
        await stage.AddFailedAsync("three", "provider.failed");

        var found = await ExamineAsync(stage);

        Assert.Equal([new FailedJobs("provider.failed", 2), new FailedJobs("provider.refused", 1)], found.Backlog.FailedByCode);
        Assert.Equal("warning", Assert.Single(found.Checks, check => check.Name == "failed_jobs").Status);
    }

    [Fact]
    public async Task Only_a_pause_without_an_end_is_to_be_looked_at()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.PauseAsync("deploying", TimeSpan.FromMinutes(10));
        var bounded = await CheckAsync(stage, "pauses");
        var endless = await stage.PauseAsync("forgotten");

        var check = await CheckAsync(stage, "pauses");

        Assert.Equal("ok", bounded.Status);
        Assert.Equal(("warning", $"When it has served: commontrace queue resume {endless.Id}"), (check.Status, check.Advice));
    }

    [Fact]
    public async Task A_queue_that_nobody_works_on_is_told_by_its_oldest_job()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddTraceAsync(secondsUntilDue: -600);

        var check = await CheckAsync(stage, "queue");

        Assert.Equal(("warning", "1 due, 0 in hand. The oldest has waited for 10 minutes."), (check.Status, check.Detail));
    }

    [Theory]
    [InlineData("""insert into "__EFMigrationsHistory" values ('9999_later', '10.0.0')""", "warning", "9999_later")]
    [InlineData("""delete from "__EFMigrationsHistory" where "MigrationId" = '0007_trust'""", "failed", "0007_trust")]
    public async Task Migrations_that_one_of_both_does_not_know_are_named(string change, string status, string named)
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.Database.SqlAsync(change);

        var check = await CheckAsync(stage, "migrations");

        Assert.Equal(status, check.Status);
        Assert.Contains(named, check.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traces_whose_words_are_not_read_yet_are_counted()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddManyAsync(2);

        Assert.Equal(("warning", "2 traces are not found by their words yet."), await CheckAsync(stage, "words") is var check ? (check.Status, check.Detail) : default);
    }

    [Fact]
    public async Task What_holds_up_a_change_of_the_model_is_told()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.SetAsync();
        await stage.Database.SqlAsync(
            """
            insert into embedding_sets (id, role, phase, provider, model_id, model_version, dimensions, paused, error)
            values (gen_random_uuid(), 'next', 'filling', 'openai', 'large', '1', 1536, false, 'The provider is down.')
            """);

        var check = await CheckAsync(stage, "reembedding");

        Assert.Equal(("warning", "The change to large is held up: The provider is down."), (check.Status, check.Detail));
    }

    private static Task<Examination> ExamineAsync(JobStage stage) =>
        stage.UseAsync<ExamineSystem, Examination>(examine => examine.ExecuteAsync(TestContext.Current.CancellationToken));

    private static async Task<SystemCheck> CheckAsync(JobStage stage, string name) =>
        Assert.Single((await ExamineAsync(stage)).Checks, check => check.Name == name);
}
