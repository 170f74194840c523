using System.Net;
using System.Security.Cryptography;
using System.Text;
using CommonTrace.Api.Pages.Operate.Live;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Jobs.Control;
using CommonTrace.Tests.RateLimits;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Pages;

/// <summary>What pages are sent while they are open.</summary>
public sealed class OperateLiveTests(OperateSite site, TestApp app) : IClassFixture<OperateSite>
{
    private JobStage Stage => site.Stage;

    [Fact]
    public async Task A_part_is_sent_when_it_changed_and_not_before()
    {
        await using var person = await LiveListener.OpenAsync(site.Address, TestApp.OperatorKey, "/operate/live");
        await person.HearAsync("figures");
        await person.HearAsync("table");

        var pause = await Stage.PauseAsync("heard of at once");
        var told = await person.HearAsync("pauses", "heard of at once");
        await Stage.ResumeAsync(pause.Id);
        await person.HearAsync("pauses", "Not paused");

        Assert.Contains($"value=\"{pause.Id}\"", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_is_followed_until_it_ends()
    {
        await Stage.Database.SqlAsync("delete from embedding_jobs where status = 'pending'");
        var trace = await Stage.AddTraceAsync("followed");
        var job = (await Stage.JobAsync(trace)).GetProperty("id").GetGuid();
        await using var person = await LiveListener.OpenAsync(site.Address, TestApp.OperatorKey, $"/operate/jobs/{job}/live");
        await person.HearAsync("job", "It waits to be claimed.");

        var claimed = await Stage.ClaimAsync();
        await person.HearAsync("job", "A worker has it in hand.");
        await Stage.CompleteAsync(claimed);

        Assert.Equal(["job", "end"], await person.EndAsync());
    }

    [Fact]
    public async Task A_key_that_is_revoked_ends_what_it_listens_to()
    {
        var (key, id, userId) = (ApiKeyFormat.Generate(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await Stage.Database.SqlAsync("insert into users (id, tenant_id, display_name) values ($1, '00000000-0000-7000-8000-000000000001', 'guest')", userId);
        await Stage.Database.SqlAsync(
            "insert into api_keys (id, tenant_id, user_id, name, prefix, key_hash, scopes) values ($1, '00000000-0000-7000-8000-000000000001', $2, 'test', $3, $4, $5)",
            id, userId, ApiKeyFormat.ShownPrefix(key), SHA256.HashData(Encoding.UTF8.GetBytes(key)), new[] { Scopes.Read, Scopes.Operate });
        await using var guest = await LiveListener.OpenAsync(site.Address, key, "/operate/live");
        await using var person = await LiveListener.OpenAsync(site.Address, TestApp.OperatorKey, "/operate/live");
        await guest.HearAsync("figures");

        await Stage.Database.SqlAsync("update api_keys set revoked_at = now() where id = $1", id);
        await guest.EndAsync();

        var pause = await Stage.PauseAsync("after the guest left");
        await person.HearAsync("pauses", "after the guest left");
        await Stage.ResumeAsync(pause.Id);
    }

    [Fact]
    public async Task A_server_that_stops_waits_for_nobody_and_leaves_no_pause_behind()
    {
        await using var api = await OwnApi.StartAsync(app);
        await api.Stage.AddTraceAsync("nobody works on it");
        using var client = await api.CreateClientAsync();
        using var person = await PageClient.SignInAsync(client.BaseAddress!, TestApp.OperatorKey);
        (await person.PostAsync("/operate/quiesce", ("reason", "on the way"), ("timeout_seconds", "3600"))).Is(HttpStatusCode.Found);
        await using var listener = await LiveListener.OpenAsync(client.BaseAddress!, TestApp.OperatorKey, "/operate/live");
        await listener.HearAsync("waits", "under way");
        var began = TimeProvider.System.GetTimestamp();

        var exit = await api.StopAsync();

        Assert.Equal(0, exit);
        // The host would wait for 30 s for an answer that does not end.
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.Empty((await api.Stage.QueueStatusAsync()).Pauses);
    }

    [Fact]
    public async Task All_who_look_share_one_reading_and_without_them_there_is_none()
    {
        var (time, readings) = (new StandingTime(), 0);
        var shared = new SharedReading<int>(LiveStream.Pace, time, () => Task.FromResult(Interlocked.Increment(ref readings)));

        var first = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => shared.GetAsync(TestContext.Current.CancellationToken))));
        time.Pass(TimeSpan.FromMinutes(1));
        var later = await shared.GetAsync(TestContext.Current.CancellationToken);

        Assert.All(first, reading => Assert.Equal(1, reading));
        Assert.Equal(2, later);
    }
}
