using System.Net;
using System.Net.Http.Json;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;
using CommonTrace.Tests.Traces;

namespace CommonTrace.Tests.Moderation;

public sealed class ModerationTests(TestApp app) : OwnTenant(app)
{
    [Fact]
    public async Task Two_established_people_hide_a_trace_and_one_twice_does_not()
    {
        var (one, other) = (await TestPerson.CreateAsync(App, Tenant), await TestPerson.CreateAsync(App, Tenant));
        var id = await Client.ContributeAsync("An axolotl", "It smiled.", "axolotl");

        await FlagAsync(one.Client, id, "spam");
        var again = await FlagAsync(one.Client, id, "harmful");
        Assert.False(await IsHiddenAsync(id));
        await FlagAsync(other.Client, id);

        Assert.Equal((id, true, "harmful"), (again.Body.GetProperty("trace_id").GetGuid(), again.Body.GetProperty("flagged").GetBoolean(), again.Body.Text("category")));
        Assert.True(await IsHiddenAsync(id));
        Assert.Equal(1L, await App.SqlAsync("select count(*) from trace_flags where trace_id = $1 and user_id = $2 and category = 'harmful'", id, one.Id));
    }

    [Fact]
    public async Task Newcomers_hide_nothing_however_many_they_are_unless_a_trace_of_theirs_is_validated()
    {
        var id = await Client.ContributeAsync("An axolotl");
        var newcomers = new List<TestPerson>();
        for (var number = 0; number < 4; number++)
        {
            newcomers.Add(await TestPerson.CreateAsync(App, Tenant, TimeSpan.FromHours(23), Scopes.Read, Scopes.Contribute));
            await FlagAsync(newcomers[number].Client, id);
        }

        Assert.False(await IsHiddenAsync(id));
        foreach (var newcomer in newcomers[..2])
        {
            var validated = await newcomer.Client.ContributeAsync($"Good {newcomer.Id}");
            await App.SqlAsync("update traces set status = 'validated' where id = $1", validated);
            await FlagAsync(newcomer.Client, id);
        }

        Assert.True(await IsHiddenAsync(id));
    }

    [Fact]
    public async Task A_moderators_flag_hides_at_once_and_is_kept()
    {
        var moderator = await TestPerson.CreateModeratorAsync(App, Tenant);
        var id = await Client.ContributeAsync("An axolotl");

        await FlagAsync(moderator.Client, id);

        Assert.True(await IsHiddenAsync(id));
        Assert.Equal("moderation.flag because", await App.SqlAsync("select action || ' ' || reason from audit_log where actor_id = $1 and detail ->> 'trace_id' = $2", moderator.Id, $"{id}"));
    }

    [Fact]
    public async Task What_is_hidden_is_read_by_its_id_and_found_by_nothing_else()
    {
        var moderator = await TestPerson.CreateModeratorAsync(App, Tenant);
        var id = await Client.ContributeAsync("An axolotl in the lake", "It smiled.", "axolotl");
        var copy = await Client.ContributeAsync("An axolotl in the lake again", "It smiled.", "axolotl");
        await FlagAsync(moderator.Client, id);

        Assert.True((await Client.ReadAsync(id)).GetProperty("is_flagged").GetBoolean());
        foreach (var query in new object[] { new { q = "axolotl" }, new { q = "axolotl", mode = "keyword" }, new { tags = new[] { "axolotl" } } })
        {
            var result = Assert.Single((await Client.SearchAsync(query)).Results());
            Assert.Equal((copy, 0), (result.Id(), result.GetProperty("related_traces").GetArrayLength()));
        }
    }

    [Fact]
    public async Task Ones_own_trace_is_not_flagged_and_only_in_the_words_there_are()
    {
        var other = await TestPerson.CreateAsync(App, Tenant);
        var id = await Client.ContributeAsync("An axolotl");
        var path = $"{TraceCalls.PathOf(id)}/flag";

        Assert.Equal("flag.own_trace", (await Client.PostAnswerAsync(path, new { reason = "x", category = "spam" })).Is(HttpStatusCode.Forbidden).Code);
        (await other.Client.PostAnswerAsync(path, new { reason = "x", category = "ugly" })).IsRefusalOf("category");
        (await other.Client.PostAnswerAsync(path, new { })).IsRefusalOf("category", "reason");
        (await other.Client.PostAnswerAsync(path, new { reason = new string('x', 1001), category = "spam" })).IsRefusalOf("reason");
        (await other.Client.PostAnswerAsync(path, new { reason = " ", category = "spam" })).IsRefusalOf("reason");
        foreach (var (length, category) in new[] { (1, "harmful"), (999, "spam"), (1000, "incorrect"), (1000, "duplicate") })
        {
            (await other.Client.PostAnswerAsync(path, new { reason = string.Concat(Enumerable.Repeat("🚀", length)), category })).Is(HttpStatusCode.OK);
        }

        Assert.Equal("trace.not_found", (await other.Client.PostAnswerAsync($"{TraceCalls.PathOf(Guid.CreateVersion7())}/flag", new { reason = "x", category = "spam" })).Is(HttpStatusCode.NotFound).Code);
    }

    [Fact]
    public async Task The_queue_tells_who_and_why_the_longest_waiting_first()
    {
        var (one, other, moderator) = (await TestPerson.CreateAsync(App, Tenant), await TestPerson.CreateAsync(App, Tenant, TimeSpan.Zero, Scopes.Read), await TestPerson.CreateModeratorAsync(App, Tenant));
        var (below, hidden, orphan) = (await Client.ContributeAsync("Below"), await Client.ContributeAsync("Hidden"), await Client.ContributeAsync("Orphan"));
        await App.SqlAsync("update traces set flagged_at = now() where id = $1", orphan);
        await FlagAsync(one.Client, below);
        await FlagAsync(other.Client, below, "incorrect");
        await FlagAsync(moderator.Client, hidden);

        var first = (await moderator.Client.GetAnswerAsync("/api/v1/moderation/flagged?limit=2")).Is(HttpStatusCode.OK);
        var rest = (await moderator.Client.GetAnswerAsync($"/api/v1/moderation/flagged?limit=2&cursor={first.NextCursor()}")).Is(HttpStatusCode.OK);

        var items = first.Body.GetProperty("items").EnumerateArray().Concat(rest.Body.GetProperty("items").EnumerateArray()).ToList();
        Assert.Equal([(orphan, true, 0, 0), (below, false, 2, 1), (hidden, true, 1, 1)], items.Select(item => (
            item.GetProperty("trace_id").GetGuid(), item.GetProperty("is_hidden").GetBoolean(), item.GetProperty("flag_count").GetInt32(), item.GetProperty("counted_flags").GetInt32())));
        Assert.Equal(
            [(one.Id, "somebody", "spam", "because", true), (other.Id, "somebody", "incorrect", "because", false)],
            items[1].GetProperty("flags").EnumerateArray().Select(flag => (flag.GetProperty("user_id").GetGuid(), flag.Text("user_name")!, flag.Text("category")!, flag.Text("reason")!, flag.GetProperty("counts").GetBoolean())));
        Assert.Null(rest.NextCursor());
    }

    [Fact]
    public async Task A_restored_trace_is_found_again_and_cleared_flags_do_not_count_again()
    {
        var (one, other, third) = (await TestPerson.CreateAsync(App, Tenant), await TestPerson.CreateAsync(App, Tenant), await TestPerson.CreateAsync(App, Tenant));
        var moderator = await TestPerson.CreateModeratorAsync(App, Tenant);
        var id = await Client.ContributeAsync("An axolotl in the well");
        await FlagAsync(one.Client, id);
        await FlagAsync(other.Client, id);

        var answer = (await moderator.Client.PostAnswerAsync($"/api/v1/moderation/traces/{id}/restore", new { reason = "harmless" })).Is(HttpStatusCode.OK);

        Assert.Equal((false, 2), (answer.Body.GetProperty("flagged").GetBoolean(), answer.Body.GetProperty("cleared_flags").GetInt32()));
        Assert.Equal([id], (await Client.SearchAsync(new { q = "axolotl", mode = "keyword" })).Found);
        Assert.Empty((await moderator.Client.GetAnswerAsync("/api/v1/moderation/flagged")).Body.GetProperty("items").EnumerateArray());
        await FlagAsync(third.Client, id);
        Assert.False(await IsHiddenAsync(id));
        Assert.Equal("moderation.restore harmless", await App.SqlAsync("select action || ' ' || reason from audit_log where actor_id = $1 and detail ->> 'trace_id' = $2", moderator.Id, $"{id}"));
    }

    [Fact]
    public async Task A_removed_trace_is_deleted_with_the_reason()
    {
        var moderator = await TestPerson.CreateModeratorAsync(App, Tenant);
        foreach (var body in new[] { JsonContent.Create(new { reason = "It bites." }), null })
        {
            var id = await Client.ContributeAsync($"An axolotl {Guid.CreateVersion7()}");

            Assert.Equal(HttpStatusCode.NoContent, (await moderator.Client.CallAsync(HttpMethod.Delete, $"/api/v1/moderation/traces/{id}", body)).Status);

            Assert.Equal("trace.deleted", (await Client.GetAnswerAsync(TraceCalls.PathOf(id))).Code);
            Assert.Equal(body is null ? "moderation.remove" : "moderation.remove It bites. It bites.", await App.SqlAsync(
                "select concat_ws(' ', action, l.reason, t.reason) from audit_log l, tombstones t where actor_id = $1 and detail ->> 'trace_id' = $2 and t.trace_id = $3 and deleted_by = $1",
                moderator.Id, $"{id}", id));
            Assert.Equal("trace.deleted", (await moderator.Client.CallAsync(HttpMethod.Delete, $"/api/v1/moderation/traces/{id}", null)).Is(HttpStatusCode.NotFound).Code);
        }
    }

    [Fact]
    public async Task Moderation_is_for_moderators()
    {
        var id = await Client.ContributeAsync("An axolotl");

        Answer[] answers =
        [
            await Client.GetAnswerAsync("/api/v1/moderation/flagged"), await Client.PostAnswerAsync($"/api/v1/moderation/traces/{id}/restore", new { }),
            await Client.CallAsync(HttpMethod.Delete, $"/api/v1/moderation/traces/{id}", null),
        ];

        Assert.All(answers, answer => Assert.Equal("auth.scope_missing", answer.Is(HttpStatusCode.Forbidden).Code));
    }

    private async Task<bool> IsHiddenAsync(Guid id) => (await Client.ReadAsync(id)).GetProperty("is_flagged").GetBoolean();

    private static async Task<Answer> FlagAsync(HttpClient client, Guid id, string category = "spam") =>
        (await client.PostAnswerAsync($"{TraceCalls.PathOf(id)}/flag", new { reason = "because", category })).Is(HttpStatusCode.OK);
}
