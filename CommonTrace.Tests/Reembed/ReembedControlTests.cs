using CommonTrace.Core;
using CommonTrace.Core.Data;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Embeddings.Reembed;
using CommonTrace.Core.Jobs;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Data;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Reembed;

/// <summary>What an operator can do to a change of the model, and what is refused.</summary>
public sealed class ReembedControlTests(TestApp app)
{
    [Fact]
    public async Task A_paused_change_embeds_nothing_until_it_is_resumed()
    {
        await using var stage = await ReembedStage.CreateAsync(app, 30);
        await stage.StartAsync();
        await stage.AdvanceAsync();
        await stage.Jobs.PassAsync(batch: 10);

        var paused = await stage.PauseAsync();
        await stage.WorkAsync();
        await stage.AdvanceAsync();
        var later = await stage.ProgressAsync();
        await stage.ResumeAsync();
        await stage.FinishAsync();

        Assert.Equal((true, 10L, null), (paused.IsPaused, paused.Done, paused.ExpectedEndAt));
        Assert.Equal((10L, 20L), (later.Done, later.Remaining));
        Assert.Equal(30, (await stage.ProgressAsync()).Done);
    }

    [Fact]
    public async Task An_abort_leaves_nothing_behind_and_another_change_can_begin()
    {
        await using var stage = await ReembedStage.CreateAsync(app, 30);
        var before = await Catalog.ReadAsync(stage.Database);
        await stage.StartAsync(ReembedStage.Model(256));
        await stage.AdvanceAsync();
        await stage.Jobs.PassAsync(batch: 10);

        var aborted = await stage.AbortAsync();

        Assert.Equal(("aborted", 0L), (aborted.State, aborted.Done));
        Assert.Equal(before, await Catalog.ReadAsync(stage.Database));
        Assert.Equal(0L, await stage.Database.SqlAsync("select count(*) from embedding_jobs where embedding_set_id is not null"));
        Assert.Equal(10, (await stage.SearchAsync("trace 1")).Hits.Count);
        await stage.StartAsync(ReembedStage.Model(512));
        await stage.FinishAsync();
        Assert.Equal("vector(512)", await stage.TypeOfVectorsAsync());
    }

    [Fact]
    public async Task What_was_at_the_provider_during_an_abort_is_dropped_in_silence()
    {
        await using var stage = await ReembedStage.CreateAsync(app, 5);
        await stage.StartAsync();
        await stage.AdvanceAsync();
        var token = TestContext.Current.CancellationToken;
        var batch = await stage.Jobs.UseAsync<EmbedBatch, HeldBatch?>(passes => passes.ClaimAsync("late", 5, token));
        await stage.Jobs.UseAsync<EmbedBatch, bool>(async passes =>
        {
            await passes.EmbedAsync(batch!, token);
            return true;
        });

        await stage.AbortAsync();
        await stage.Jobs.UseAsync<EmbedBatch, bool>(async passes =>
        {
            await passes.StoreAsync(batch!, token);
            return true;
        });

        Assert.Equal(5, batch!.Jobs.Count);
        Assert.Equal(0, batch.Succeeded);
        Assert.Equal(0L, await stage.Database.SqlAsync("select count(*) from embedding_jobs where status <> 'completed'"));
    }

    [Fact]
    public async Task An_abort_ends_the_statement_of_whoever_builds_the_index()
    {
        await using var stage = await ReembedStage.CreateAsync(app, 5);
        await stage.StartAsync();
        await using var builder = await stage.Jobs.UseAsync<OwnerDatabase, Npgsql.NpgsqlConnection?>(owner => owner.TryTakeTurnAsync(TestContext.Current.CancellationToken));
        await using var begin = new Npgsql.NpgsqlCommand("begin; lock table traces in share update exclusive mode", builder);
        await begin.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await using var build = new Npgsql.NpgsqlCommand("select pg_sleep(60)", builder);
        var building = build.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var aborting = stage.AbortAsync();
        var ended = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => building);
        await builder!.CloseAsync();

        Assert.Equal(Npgsql.PostgresErrorCodes.QueryCanceled, ended.SqlState);
        Assert.Equal("aborted", (await aborting).State);
        Assert.Equal(0, await stage.SpareColumnsAsync("next"));
    }

    [Fact]
    public async Task A_rollback_goes_back_and_again_forward_and_finds_what_came_since()
    {
        await using var stage = await ReembedStage.CreateAsync(app, 12);
        await stage.StartAsync(ReembedStage.Model(256));
        await stage.FinishAsync();
        var since = await stage.Jobs.AddTraceAsync("since");
        await stage.WorkAsync();

        await stage.RollBackAsync();
        var type = await stage.TypeOfVectorsAsync();
        await stage.WorkAsync();
        var found = await stage.SearchAsync("since\nc\ns");
        await stage.RollBackAsync();

        Assert.Equal("vector(1536)", type);
        Assert.Equal(since, found.Hits[0].Trace.Id);
        Assert.Equal("vector(256)", await stage.TypeOfVectorsAsync());
        Assert.Equal(13L, await stage.Database.SqlAsync("select count(*) from traces where embedding_hash = content_hash and embedding_previous_hash = content_hash"));
        Assert.Equal(since, (await stage.SearchAsync("since\nc\ns")).Hits[0].Trace.Id);
    }

    [Fact]
    public async Task A_third_model_takes_the_place_of_the_way_back()
    {
        await using var stage = await ReembedStage.CreateAsync(app, 5);
        await stage.StartAsync(ReembedStage.Model(256));
        await stage.FinishAsync();

        await stage.StartAsync(ReembedStage.Model(128, "third"));

        Assert.Equal((0L, 5L), (await stage.SpareColumnsAsync("previous"), await stage.SpareColumnsAsync("next")));
        Assert.Equal("reembed.no_previous", await RefusalAsync<RollBackReembedding>(stage, rollBack => rollBack.ExecuteAsync(ReembedStage.Operator, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Each_deed_is_in_the_audit_log()
    {
        await using var stage = await ReembedStage.CreateAsync(app, 3);
        await stage.StartAsync();
        await stage.PauseAsync();
        await stage.ResumeAsync();
        await stage.FinishAsync();
        await stage.RollBackAsync();
        await stage.StartAsync(ReembedStage.Model(64, "third"));
        await stage.AbortAsync();

        Assert.Equal(
            "reembed.start another-model,reembed.pause another-model,reembed.resume another-model,reembed.swap another-model,"
            + "reembed.rollback text-embedding-3-small,reembed.start third,reembed.abort third",
            await stage.Database.SqlAsync(
                "select string_agg(action || ' ' || (detail->>'model'), ',' order by created_at, id) from audit_log where actor_id = $1 and reason is null", User.OperatorId));
    }

    [Fact]
    public async Task A_change_that_cannot_be_is_refused_with_the_reason()
    {
        await using var stage = await ReembedStage.CreateAsync(app, 3);

        Assert.Equal("reembed.same_model", await RefusalAsync(stage, ReembedStage.Model(id: "text-embedding-3-small")));
        Assert.Equal("validation.failed", await RefusalAsync(stage, EmbeddingProvider.LocalModel with { Id = "commontrace-other" }));
        Assert.Equal("validation.failed", await RefusalAsync(stage, ReembedStage.Model(4001)));
        Assert.Equal("validation.failed", await RefusalAsync(stage, ReembedStage.Model() with { Provider = "none" }));
        stage.Provider.Dimensions = 7;
        Assert.Equal("reembed.provider_refused", await RefusalAsync(stage, ReembedStage.Model(8)));
        stage.Provider.Dimensions = null;
        await stage.StartAsync();
        Assert.Equal("reembed.running", await RefusalAsync(stage, ReembedStage.Model(id: "third")));
    }

    [Fact]
    public async Task A_server_without_a_key_cannot_change_to_a_model_that_needs_one()
    {
        await using var stage = await Jobs.JobStage.CreateAsync(app);
        await stage.SetAsync();

        var refusal = await stage.UseAsync<StartReembedding, Result<ReembeddingProgress>>(
            start => start.ExecuteAsync(ReembedStage.Operator, ReembedStage.Model(), TestContext.Current.CancellationToken));

        Assert.Equal((FailureKind.Invalid, "reembed.provider_unavailable"), (refusal.Failure!.Kind, refusal.Failure.Code));
    }

    [Fact]
    public async Task Without_vectors_there_is_nothing_to_change()
    {
        await using var stage = await Jobs.JobStage.CreateAsync(app);

        var refusal = await stage.UseAsync<StartReembedding, Result<ReembeddingProgress>>(
            start => start.ExecuteAsync(ReembedStage.Operator, EmbeddingProvider.LocalModel, TestContext.Current.CancellationToken));
        var progress = await stage.UseAsync<GetReembedding, Result<ReembeddingProgress>>(get => get.ExecuteAsync(TestContext.Current.CancellationToken));

        Assert.Equal(("reembed.nothing_embedded", "reembed.none"), (refusal.Failure!.Code, progress.Failure!.Code));
    }

    [Fact]
    public async Task The_estimate_is_near_the_truth_and_changes_nothing()
    {
        await using var stage = await ReembedStage.CreateAsync(app, 1_200);
        var before = await Catalog.ReadAsync(stage.Database);

        var answer = await stage.Jobs.UseAsync<StartReembedding, Result<ReembeddingEstimate>>(
            start => start.EstimateAsync(ReembedStage.Model(256), TestContext.Current.CancellationToken));

        Assert.True(answer.Succeeded(out var estimate, out var failure), failure?.Detail);
        var truth = Enumerable.Range(1, 1_200).Sum(number => EmbeddingText.EstimateTokens($"trace {number}\nc\ns"));
        Assert.Equal((1_200L, 10L), (estimate.Traces, estimate.Calls));
        Assert.InRange(estimate.Tokens, truth * 0.98, truth * 1.02);
        Assert.Equal(before, await Catalog.ReadAsync(stage.Database));
        Assert.Equal(1L, await stage.Database.SqlAsync("select count(*) from embedding_sets"));
    }

    [Fact]
    public async Task While_a_backup_holds_the_table_a_change_gives_up_and_searches_go_on()
    {
        await using var stage = await ReembedStage.CreateAsync(app, 12);
        await using var backup = new Npgsql.NpgsqlConnection(stage.Database.ConnectionString);
        await backup.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await backup.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var read = new Npgsql.NpgsqlCommand("select count(*) from traces", backup))
        {
            await read.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        }

        var starting = stage.TryStartAsync(ReembedStage.Model());
        var searches = 0;
        for (; !starting.IsCompleted; searches++)
        {
            Assert.Equal(10, (await stage.SearchAsync("trace 1")).Hits.Count);
        }

        Assert.Equal((FailureKind.Unavailable, "database.busy"), ((await starting).Failure!.Kind, (await starting).Failure!.Code));
        Assert.Equal(0, await stage.SpareColumnsAsync("next"));
        Assert.True(searches > 10);
    }

    private static async Task<string?> RefusalAsync(ReembedStage stage, EmbeddingModel model) => (await stage.TryStartAsync(model)).Failure?.Code;

    private static async Task<string?> RefusalAsync<TVerb>(ReembedStage stage, Func<TVerb, Task<Result<ReembeddingProgress>>> run)
        where TVerb : notnull => (await stage.Jobs.UseAsync(run)).Failure?.Code;
}
