using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Jobs;

/// <summary>Whose job goes first when many tenants wait.</summary>
public sealed class FairnessTests(TestApp app)
{
    [Fact]
    public async Task A_single_trace_waits_for_one_batch_of_anothers_bulk_at_most()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddManyAsync(500);
        await stage.ClaimAsync(100);
        var single = await stage.AddTraceAsync("the single one", tenant: await stage.AddTenantAsync("small"));

        var next = await stage.ClaimAsync(100);

        Assert.Equal(100, next.Count);
        Assert.Contains(next, job => job.TraceId == single);
    }

    [Fact]
    public async Task Tenants_share_a_batch_evenly_and_what_one_leaves_the_others_take()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddManyAsync(300);
        var (second, third) = (await stage.AddTenantAsync("second"), await stage.AddTenantAsync("third"));
        for (var number = 0; number < 30; number++)
        {
            await stage.AddTraceAsync($"second {number}", tenant: second);
        }

        await stage.AddTraceAsync("third", tenant: third);

        var claimed = await stage.ClaimAsync(60);

        Assert.Equal(60, claimed.Count);
        Assert.Equal((20, 1), (await CountAsync(stage, second), await CountAsync(stage, third)));
    }

    [Fact]
    public async Task Urgency_comes_before_fairness()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var (calm, urgent) = (await stage.AddTenantAsync("calm"), await stage.AddTenantAsync("urgent"));
        for (var number = 0; number < 10; number++)
        {
            await stage.AddTraceAsync($"calm {number}", tenant: calm);
            await stage.AddTraceAsync($"urgent {number}", priority: 1, tenant: urgent);
        }

        await stage.ClaimAsync(10);

        Assert.Equal((0, 10), (await CountAsync(stage, calm), await CountAsync(stage, urgent)));
    }

    [Fact]
    public async Task A_hundred_tenants_with_one_trace_each_fill_a_batch()
    {
        await using var stage = await JobStage.CreateAsync(app);
        for (var number = 0; number < 100; number++)
        {
            await stage.AddTraceAsync("the same title", tenant: await stage.AddTenantAsync($"tenant {number}"));
        }

        var first = await stage.ClaimAsync(64);
        var second = await stage.ClaimAsync(64);

        Assert.Equal((64, 36), (first.Count, second.Count));
    }

    private static async Task<int> CountAsync(JobStage stage, Guid tenant) =>
        (int)(long)(await stage.Database.SqlAsync("select count(*) from embedding_jobs where tenant_id = $1 and status = 'processing'", tenant))!;
}
