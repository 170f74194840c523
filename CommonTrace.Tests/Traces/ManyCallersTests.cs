using System.Net;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Traces;

/// <summary>Fifty at once: nothing fails, nothing is done twice, nobody waits in a circle.</summary>
public sealed class ManyCallersTests(TestApp app) : OwnTenant(app)
{
    private const int Many = 50;

    [Fact]
    public async Task Edits_and_accepted_amendments_at_once_each_make_a_version()
    {
        var trace = await Client.ContributeAsync("Crowded", "Context.", "crowd");
        var amendments = await ProposeAsync(trace, Many / 2);

        var answers = await AtOnceAsync(number => number % 2 == 0
            ? Client.PatchAsync(trace, new { context_text = $"Edit {number}.", tags = new[] { "crowd", $"tag-{number % 7}" } })
            : Client.PostAnswerAsync($"/api/v1/amendments/{amendments[number / 2]}/accept", new { }));

        Assert.All(answers, answer => answer.Is(HttpStatusCode.OK));
        Assert.Equal(Many, answers.Select(answer => answer.Tag()).Distinct().Count());
        Assert.Equal(Many + 1, (await Client.ReadAsync(trace)).Version());
        Assert.Equal(true, await App.SqlAsync(
            "select count(*) = $2 and min(version) = 1 and max(version) = $2 and bool_and(created_at > before is not false) from (select *, lag(created_at) over (order by version) as before from trace_versions where trace_id = $1) v",
            trace, Many));
        Assert.Equal((long)amendments.Length, await App.SqlAsync("select count(*) from amendments where trace_id = $1 and status = 'accepted'", trace));
    }

    [Fact]
    public async Task No_edit_of_a_named_version_is_lost()
    {
        var trace = await Client.ContributeAsync("Counted", "0");

        await AtOnceAsync(async _ =>
        {
            while (true)
            {
                var read = (await Client.GetAnswerAsync(TraceCalls.PathOf(trace))).Is(HttpStatusCode.OK);
                var next = int.Parse(read.Body.Text("context_text")!, null) + 1;
                var answer = await Client.PatchAsync(trace, new { context_text = $"{next}" }, ("If-Match", read.Tag()!));
                if (answer.Status != HttpStatusCode.PreconditionFailed)
                {
                    return answer.Is(HttpStatusCode.OK);
                }
            }
        }, callers: 10);

        var last = await Client.ReadAsync(trace);
        Assert.Equal(("10", 11), (last.Text("context_text"), last.Version()));
    }

    [Fact]
    public async Task One_amendment_is_accepted_once()
    {
        var other = await TestPerson.CreateAsync(App, Tenant);
        var trace = await Client.ContributeAsync("Wanted", "Context.", "crowd");
        var amendment = (await other.Client.PostAnswerAsync($"{TraceCalls.PathOf(trace)}/amendments", new { improved_solution = "Better.", explanation = "It is." })).Id;

        var answers = await AtOnceAsync(_ => Client.PostAnswerAsync($"/api/v1/amendments/{amendment}/accept", new { }));

        Assert.Equal((1, Many - 1), (answers.Count(answer => answer.Status == HttpStatusCode.OK), answers.Count(answer => answer is { Status: HttpStatusCode.Conflict, Code: "amendment.decided" })));
        Assert.Equal(2, (await Client.ReadAsync(trace)).Version());
        Assert.Equal(2L, await App.SqlAsync("select sum(upvote_count) from reputations where tenant_id = $1 and domain_tag = 'crowd'", Tenant.Id));
    }

    [Fact]
    public async Task A_trace_is_deleted_once_while_it_is_edited_amended_flagged_and_replaced()
    {
        var other = await TestPerson.CreateAsync(App, Tenant);
        var trace = await Client.ContributeAsync("Doomed", "Context.", "crowd");
        var amendments = await ProposeAsync(trace, Many / 6 + 1);

        var answers = await AtOnceAsync(number => (number % 6) switch
        {
            0 => Client.PatchAsync(trace, new { title = $"Edit {number}" }),
            1 => Client.PostAnswerAsync($"/api/v1/amendments/{amendments[number / 6]}/accept", new { }),
            2 => other.Client.PostAnswerAsync($"{TraceCalls.PathOf(trace)}/amendments", new { improved_solution = $"{number}", explanation = "It is." }),
            3 => other.Client.PostAnswerAsync($"{TraceCalls.PathOf(trace)}/flag", new { reason = "because", category = "spam" }),
            4 => Client.PostAnswerAsync(ApiCalls.Traces, Submission(("supersedes_trace_id", trace))),
            _ => Client.DeleteAsync(trace),
        });

        Assert.All(answers, answer => Assert.True(
            (int)answer.Status < 300 || answer.Code is "trace.deleted" or "amendment.not_found", $"{answer.Status} {answer.Body}"));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.NoContent);
        Assert.Equal(1L, await App.SqlAsync("select count(*) from tombstones where trace_id = $1", trace));
    }

    [Fact]
    public async Task Fifty_flags_are_fifty_people_and_hide_once()
    {
        var people = new List<TestPerson>();
        for (var number = 0; number < Many; number++)
        {
            people.Add(await TestPerson.CreateAsync(App, Tenant));
        }

        var trace = await Client.ContributeAsync("Unloved");

        var answers = await AtOnceAsync(number => people[number].Client.PostAnswerAsync($"{TraceCalls.PathOf(trace)}/flag", new { reason = "because", category = "spam" }));

        Assert.All(answers, answer => answer.Is(HttpStatusCode.OK));
        Assert.True((await Client.ReadAsync(trace)).GetProperty("is_flagged").GetBoolean());
        Assert.Equal((long)Many, await App.SqlAsync("select count(*) from trace_flags where trace_id = $1 and is_established", trace));
    }

    [Fact]
    public async Task One_persons_flags_at_once_are_one()
    {
        var other = await TestPerson.CreateAsync(App, Tenant);
        var trace = await Client.ContributeAsync("Disliked");

        var answers = await AtOnceAsync(_ => other.Client.PostAnswerAsync($"{TraceCalls.PathOf(trace)}/flag", new { reason = "because", category = "spam" }));

        Assert.All(answers, answer => answer.Is(HttpStatusCode.OK));
        Assert.False((await Client.ReadAsync(trace)).GetProperty("is_flagged").GetBoolean());
        Assert.Equal(1L, await App.SqlAsync("select count(*) from trace_flags where trace_id = $1", trace));
    }

    private static Task<Answer[]> AtOnceAsync(Func<int, Task<Answer>> call, int callers = Many) => Task.WhenAll(Enumerable.Range(0, callers).Select(call));

    private async Task<Guid[]> ProposeAsync(Guid trace, int count)
    {
        var ids = new Guid[count];
        for (var number = 0; number < count; number++)
        {
            ids[number] = (await Client.PostAnswerAsync(
                $"{TraceCalls.PathOf(trace)}/amendments", new { improved_solution = $"Solution {number}.", explanation = "It is." })).Is(HttpStatusCode.Created).Id;
        }

        return ids;
    }
}
