using CommonTrace.Core.Trust;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Trust;

/// <summary>What is kept up with every vote is what the rows say.</summary>
public sealed class RecountTests(TestApp app)
{
    private const string KeptUpSql =
        """
        select string_agg(line, E'\n' order by line collate "C") from (
            select format('%s %s %s %s', id, trim_scale(trust_score), confirmation_count, status) as line from traces
            union all select format('%s %s %s %s %s', trace_id, retrieval_count, solved_count, failed_count, last_solved_at) from trace_stats
            union all select format('%s %s %s %s', user_id, domain_tag, upvote_count, downvote_count) from reputations where upvote_count + downvote_count > 0
        ) lines
        """;

    private static readonly string[] Sabotage =
    [
        "update traces set trust_score = trust_score + 1.5, confirmation_count = 0 where id in (select id from traces order by id limit 3)",
        "update traces set status = case status when 'pending' then 'validated' else 'pending' end where id in (select id from traces order by id desc limit 2)",
        "update trace_stats set solved_count = solved_count + 2, failed_count = 0, last_solved_at = now()",
        "update reputations set upvote_count = upvote_count + 1, downvote_count = 0 where domain_tag = 'a'",
        "delete from reputations where domain_tag in ('', 'b')",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task After_any_history_a_recount_finds_nothing_and_mends_what_was_broken(int seed)
    {
        await using var stage = await TrustStage.CreateAsync(app);
        await new TrustHistory(stage, seed).RunAsync(steps: 200);
        var before = await stage.Database.SqlAsync(KeptUpSql);

        await stage.AgreesAsync();
        Assert.Equal(before, await stage.Database.SqlAsync(KeptUpSql));
        foreach (var sql in Sabotage)
        {
            await stage.Database.SqlAsync(sql);
        }

        var mended = await stage.RecountAsync();

        Assert.Equal(before, await stage.Database.SqlAsync(KeptUpSql));
        Assert.True(mended is { Traces: >= 3, Outcomes: > 0, Reputations: > 0 }, mended.ToString());
        await stage.AgreesAsync();
    }

    [Fact]
    public async Task What_the_rows_never_said_is_taken_back()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var author = await stage.UserAsync();
        var trace = await stage.TraceAsync(author, "postgres");
        await stage.Database.SqlAsync("update traces set trust_score = 5, confirmation_count = 9, status = 'validated'");
        await stage.ReputeAsync(author, "postgres", 100, 0);

        var mended = await stage.RecountAsync();

        Assert.Equal(new TrustDifferences(1, 0, 1), mended);
        Assert.Equal("0 0 pending", await stage.StandingAsync(trace));
        Assert.Equal("", await stage.ReputationAsync(author));
    }

    [Fact]
    public async Task A_seed_that_nobody_voted_for_is_right_as_it_is()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        await stage.TraceAsync(await stage.UserAsync(), isSeed: true, "postgres");

        await stage.AgreesAsync();
    }
}
