using System.Text.Json;
using CommonTrace.Core;
using CommonTrace.Core.Audit;
using CommonTrace.Core.Paging;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;
using Npgsql;

namespace CommonTrace.Tests.Jobs.Control;

public sealed class PauseTests(TestApp app)
{
    [Fact]
    public async Task While_it_is_paused_nothing_is_claimed_and_what_is_in_hand_is_finished()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddManyAsync(2);
        var inHand = await stage.ClaimAsync(1);

        var pause = await stage.PauseAsync();
        var whilePaused = await stage.ClaimAsync();
        var finished = await stage.CompleteAsync(inHand);
        await stage.ResumeAsync(pause.Id);

        Assert.Empty(whilePaused);
        Assert.Single(finished);
        Assert.Single(await stage.ClaimAsync());
    }

    [Fact]
    public async Task Two_pauses_need_two_resumes()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddTraceAsync();
        var (first, second) = (await stage.PauseAsync("first"), await stage.PauseAsync("second"));

        var one = await stage.ResumeAsync(first.Id);
        var between = await stage.ClaimAsync();
        var two = await stage.ResumeAsync(second.Id);

        Assert.True(one.Succeeded(out var stillPaused, out _) && stillPaused.IsPaused);
        Assert.Empty(between);
        Assert.True(two.Succeeded(out var resumed, out _) && !resumed.IsPaused);
        Assert.Single(await stage.ClaimAsync());
    }

    [Fact]
    public async Task An_expired_pause_holds_nothing_and_cannot_be_ended()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddTraceAsync();
        var pause = await stage.PauseAsync(expiresIn: TimeSpan.FromSeconds(60));
        Assert.Empty(await stage.ClaimAsync());

        await stage.Database.SqlAsync("update queue_pauses set expires_at = now() - interval '1 second'");

        Assert.Equal("queue.pause_ended", (await stage.ResumeAsync(pause.Id)).Failure?.Code);
        Assert.Empty((await stage.QueueStatusAsync()).Pauses);
        Assert.Single(await stage.ClaimAsync());
    }

    [Fact]
    public async Task An_unknown_pause_is_not_found_and_one_that_is_over_is_told_when()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var pause = await stage.PauseAsync();
        await stage.ResumeAsync(pause.Id);

        var unknown = await stage.ResumeAsync(Guid.CreateVersion7());
        var over = await stage.ResumeAsync(pause.Id);

        Assert.Equal((FailureKind.NotFound, "queue.pause_not_found"), (unknown.Failure!.Kind, unknown.Failure.Code));
        Assert.Equal((FailureKind.Conflict, "queue.pause_ended"), (over.Failure!.Kind, over.Failure.Code));
        Assert.Matches(@"was over at 20\d\d-\d\d-\d\dT", over.Failure.Detail);
    }

    [Fact]
    public async Task Of_twenty_callers_one_ends_a_pause()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var pause = await stage.PauseAsync();

        var answers = await ControlCalls.TwentyTimesAsync(_ => stage.ResumeAsync(pause.Id));

        Assert.Single(answers, answer => answer.Failure is null);
        Assert.Equal(19, answers.Count(answer => answer.Failure?.Code == "queue.pause_ended"));
        Assert.Equal(1, await stage.AuditedAsync("queue.resume"));
    }

    [Fact]
    public async Task Twenty_who_pause_and_twenty_who_resume_all_end_each_pause_once()
    {
        await using var stage = await JobStage.CreateAsync(app);

        var pausing = ControlCalls.TwentyTimesAsync(number => stage.PauseAsync($"caller {number}"));
        var resuming = ControlCalls.TwentyTimesAsync(_ => stage.ResumeAsync(null));
        var pauses = (await pausing).Select(pause => pause.Id);
        var last = await stage.ResumeAsync(null);
        var answers = (await resuming).Append(last).Select(answer => answer.Succeeded(out var resumed, out _) ? resumed : throw new InvalidOperationException());

        Assert.Equal(pauses.Order(), answers.SelectMany(answer => answer.PauseIds).Order());
        Assert.Empty((await stage.QueueStatusAsync()).Pauses);
        Assert.Equal(20, await stage.AuditedAsync("queue.pause"));
    }

    [Fact]
    public async Task The_record_says_who_did_what_and_why()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var pause = await stage.PauseAsync("The provider is being moved.", TimeSpan.FromSeconds(60));
        await stage.ResumeAsync(pause.Id);

        var listed = await stage.UseAsync<AuditLog, Result<Page<AuditRecord>>>(audit => audit.ListAsync(20, null, TestContext.Current.CancellationToken));

        Assert.True(listed.Succeeded(out var page, out _));
        Assert.Equal(["queue.resume", "queue.pause"], page.Items.Select(record => record.Action));
        var (resumed, paused) = (page.Items[0], page.Items[1]);
        Assert.Equal((User.OperatorId, "The provider is being moved."), (paused.ActorId, paused.Reason));
        Assert.Equal(pause.Id, paused.Detail.GetProperty("pause_id").GetGuid());
        Assert.Equal(pause.Id, Assert.Single(resumed.Detail.GetProperty("pause_ids").EnumerateArray()).GetGuid());
        Assert.Equal(JsonValueKind.String, paused.Detail.GetProperty("expires_at").ValueKind);
    }

    [Fact]
    public async Task A_pause_that_is_refused_leaves_no_record_and_an_unwritten_record_no_pause()
    {
        await using var stage = await JobStage.CreateAsync(app);

        await Assert.ThrowsAsync<PostgresException>(() => stage.PauseAsync(new string('x', 501)));
        await stage.Database.SqlAsync("alter table audit_log add constraint ck_refuse check (action <> 'queue.pause')");
        await Assert.ThrowsAsync<PostgresException>(() => stage.PauseAsync());

        Assert.Equal(0, await stage.AuditedAsync("queue.pause"));
        Assert.Empty((await stage.QueueStatusAsync()).Pauses);
    }
}
