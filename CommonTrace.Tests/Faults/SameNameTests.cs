using CommonTrace.Core.Data;
using CommonTrace.Core.Jobs;
using CommonTrace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CommonTrace.Tests.Faults;

/// <summary>Two workers under one name, as two containers with the same host name and process id: a name is for people, the fence is the attempt.</summary>
public sealed class SameNameTests(TestApp app)
{
    [Fact]
    public async Task Together_they_embed_everything_once()
    {
        await using var stage = await FaultStage.CreateAsync(app);
        using var one = CreateHost(stage);
        using var two = CreateHost(stage);
        await stage.SubmitAsync(200);

        await Task.WhenAll(WorkOffAsync(one), WorkOffAsync(two));

        await stage.BalancesAsync();
    }

    [Fact]
    public async Task The_late_one_does_not_touch_what_its_namesake_has_taken_over()
    {
        await using var stage = await FaultStage.CreateAsync(app);
        using var late = CreateHost(stage);
        using var other = CreateHost(stage);
        await stage.SubmitAsync(FaultStage.Batch);
        var (asked, answer) = stage.Hold();
        var pass = PassAsync(late);
        await asked.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await stage.Jobs.ExpireLeasesAsync();
        var (askedAgain, answerAgain) = stage.Hold();
        var passAgain = PassAsync(other);
        await askedAgain.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        answer.SetResult();
        await pass;
        var afterTheLate = await stage.JobsAsync("processing");
        answerAgain.SetResult();
        await passAgain;

        Assert.Equal(FaultStage.Batch, afterTheLate);
        await stage.BalancesAsync(repeated: FaultStage.Batch);
    }

    private static IHost CreateHost(FaultStage stage) => stage.Database.CreateHost(
        DatabaseRole.Worker, ("Embedding:Provider", "openai"), ("Embedding:ApiKey", "key-of-the-tests"), ("Embedding:Endpoint", stage.Provider.Endpoint));

    private static async Task WorkOffAsync(IHost host)
    {
        while (await PassAsync(host) > 0)
        {
        }
    }

    private static Task<int> PassAsync(IHost host) =>
        host.Services.GetRequiredService<EmbedBatch>().RunOnceAsync("the same", FaultStage.Batch, TestContext.Current.CancellationToken);
}
