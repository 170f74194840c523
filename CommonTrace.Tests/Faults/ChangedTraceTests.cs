using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Faults;

/// <summary>Traces that change while their batch is at the provider.</summary>
public sealed class ChangedTraceTests(TestApp app)
{
    [Fact]
    public async Task Edited_ones_are_embedded_anew_and_deleted_ones_forgotten()
    {
        await using var stage = await FaultStage.CreateAsync(app);
        var edited = await stage.SubmitAsync("as it was");
        var deleted = await stage.SubmitAsync("to be deleted");
        await stage.SubmitAsync(FaultStage.Batch - 2);
        var (asked, answer) = stage.Hold();
        stage.StartWorker();
        await asked.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        await stage.Jobs.EditAsync(edited, "as it is now");
        await stage.DeleteAsync(deleted);
        answer.SetResult();

        // The ledger finds the new text's vector, and that the old text was not asked for again.
        await stage.BalancesAsync();
        Assert.Equal((1, 1), (stage.Provider.Embedded["as it was\nc\ns"], stage.Provider.Embedded["as it is now\nc\ns"]));
        Assert.Equal(1, (await stage.Jobs.JobAsync(edited)).GetProperty("attempt").GetInt32());
    }
}
