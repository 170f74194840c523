using System.Globalization;
using CommonTrace.Core.Data;
using CommonTrace.Core.Jobs;
using CommonTrace.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CommonTrace.Tests.Faults;

/// <summary>A worker whose clock is an hour off. The queue's time is the database's, and the provider's dates are read by the provider's clock.</summary>
public sealed class ClockTests(TestApp app)
{
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task It_moves_no_lease_and_no_schedule(int hours)
    {
        await using var stage = await FaultStage.CreateAsync(app);
        using var off = CreateHost(stage, hours);
        await stage.SubmitAsync(20);
        var later = await stage.Jobs.AddTraceAsync("later", secondsUntilDue: 120);
        var (asked, answer) = stage.Hold();
        var pass = PassAsync(off);
        await asked.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        var rescued = await off.Services.GetRequiredService<JobUpkeep>().RescueAsync(TestContext.Current.CancellationToken);
        var lease = (double)(await stage.Database.SqlAsync("select extract(epoch from min(lease_expires_at) - now())::float8 from embedding_jobs"))!;
        answer.SetResult();

        Assert.Equal((20, (0, 0), "pending"), (await pass, rescued, await stage.Jobs.StatusAsync(later)));
        Assert.InRange(lease, 40, 60);
        await stage.Database.SqlAsync("delete from traces where id = $1", later);
        await stage.BalancesAsync();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task It_does_not_change_how_long_the_provider_is_left_alone(int hours)
    {
        await using var stage = await FaultStage.CreateAsync(app);
        using var off = CreateHost(stage, hours);
        await stage.SubmitAsync(1);
        stage.Provider.Misbehave = (context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = TimeProvider.System.GetUtcNow().AddMinutes(2).ToString("r", CultureInfo.InvariantCulture);
            return Task.FromResult(true);
        };

        await PassAsync(off);

        Assert.InRange((double)(await stage.Database.SqlAsync("select extract(epoch from open_until - now())::float8 from embedding_circuits"))!, 90, 121);
    }

    private static IHost CreateHost(FaultStage stage, int hours) => stage.Database.CreateHost(
        DatabaseRole.Worker,
        new ClockOff(TimeSpan.FromHours(hours)),
        ("Embedding:Provider", "openai"), ("Embedding:ApiKey", "key-of-the-tests"), ("Embedding:Endpoint", stage.Provider.Endpoint));

    private static Task<int> PassAsync(IHost host) =>
        host.Services.GetRequiredService<EmbedBatch>().RunOnceAsync("off", 64, TestContext.Current.CancellationToken);

    private sealed class ClockOff(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
