using CommonTrace.Core.Tenants;
using CommonTrace.Core.Trust;
using CommonTrace.Core.Users;

namespace CommonTrace.Tests.Trust;

/// <summary>What users do to each other's traces, by chance; the same for the same seed.</summary>
internal sealed class TrustHistory(TrustStage stage, int seed)
{
    private const string TagsSql =
        "select coalesce(array_agg(g.name order by g.name), '{}') from trace_tags l join tags g on g.id = l.tag_id where l.trace_id = $1";

    private const string RetagSql = "insert into trace_tags (trace_id, tag_id, tenant_id) select $1, id, tenant_id from tags where name = any($2)";

    private const string DeleteSql =
        $"""
        with kept as (
            insert into tombstones (trace_id, tenant_id, contributor_id, deleted_by, tags, credits, created_at)
            select id, tenant_id, contributor_id, contributor_id, $3, ({ReputationSql.CreditsOfTrace}), created_at from traces where tenant_id = $1 and id = $2)
        delete from traces where id = $2
        """;

    private static readonly string[] Tags = ["a", "b", "c", "d"];

    private readonly Random _random = new(seed);
    private readonly List<Caller> _users = [];
    private readonly List<Guid> _traces = [];

    public async Task RunAsync(int steps)
    {
        for (var i = 0; i < 8; i++)
        {
            _users.Add(i % 3 == 0 ? await stage.NewcomerAsync() : await stage.UserAsync());
        }

        await stage.TraceAsync(_users[0], Tags);
        for (var i = 0; i < 10; i++)
        {
            _traces.Add(await stage.TraceAsync(_users[i % _users.Count], isSeed: i % 4 == 0, SomeTags()));
        }

        for (var i = 0; i < steps; i++)
        {
            await StepAsync(_users[_random.Next(_users.Count)], _traces[_random.Next(_traces.Count)]);
        }

        await stage.Opens.StoreAllAsync(TestContext.Current.CancellationToken);
    }

    private Task StepAsync(Caller user, Guid trace) => _random.Next(20) switch
    {
        < 8 => stage.CastAsync(user, trace, SomeVote()),
        < 11 => stage.ChangeAsync(user, trace, SomeVote()),
        < 13 => stage.WithdrawAsync(user, trace),
        < 17 => TellAsync(user, trace),
        17 => RetagAsync(trace),
        18 => AmendAsync(trace, user),
        _ => _traces.Count > 5 ? DeleteAsync(trace) : Task.CompletedTask,
    };

    private async Task TellAsync(Caller user, Guid trace)
    {
        if (_random.Next(4) > 0)
        {
            stage.Open(trace, user);
        }

        await stage.TellAsync(user, trace, _random.Next(2) == 0);
    }

    private async Task RetagAsync(Guid trace)
    {
        var (before, after) = (await TagsAsync(trace), SomeTags());
        await stage.Database.SqlAsync("delete from trace_tags where trace_id = $1", trace);
        await stage.Database.SqlAsync(RetagSql, trace, after);
        await stage.AdjustAsync(reputation => reputation.MoveAsync(
            trace, [.. before.Except(after)], [.. after.Except(before)], TestContext.Current.CancellationToken));
    }

    private async Task AmendAsync(Guid trace, Caller amender)
    {
        var author = (Guid)(await stage.Database.SqlAsync("select contributor_id from traces where id = $1", trace))!;
        if (author != amender.UserId)
        {
            var tags = await TagsAsync(trace);
            await stage.CreditAmendmentAsync(trace, amender);
            await stage.AdjustAsync(reputation => reputation.ExecuteAsync(
                [amender.UserId, author], tags, 1, 0, TestContext.Current.CancellationToken));
        }
    }

    private async Task DeleteAsync(Guid trace)
    {
        await stage.Database.SqlAsync(DeleteSql, Tenant.CommonsId, trace, await TagsAsync(trace));
        _traces.Remove(trace);
    }

    private async Task<string[]> TagsAsync(Guid trace) => (string[])(await stage.Database.SqlAsync(TagsSql, trace))!;

    private string[] SomeTags() => [.. Tags.Where(_ => _random.Next(2) == 0)];

    private string SomeVote() => _random.Next(3) == 0 ? VoteType.Down : VoteType.Up;
}
