using System.Net;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Traces;

/// <summary>Who may change a trace: its author, or a moderator, of whom it is kept.</summary>
public sealed class AuthorTests(TestApp app) : OwnTenant(app)
{
    [Fact]
    public async Task Nobody_else_changes_a_trace()
    {
        var other = await TestPerson.CreateAsync(App, Tenant);
        var id = await Client.ContributeAsync("Mine");
        var amendment = (await other.Client.PostAnswerAsync($"{TraceCalls.PathOf(id)}/amendments", new { improved_solution = "x", explanation = "y" })).Id;

        foreach (var answer in await ChangesAsync(other.Client, id, amendment))
        {
            Assert.Equal("trace.not_author", answer.Is(HttpStatusCode.Forbidden).Code);
        }

        Assert.Equal(1, (await Client.ReadAsync(id)).Version());
    }

    [Fact]
    public async Task A_key_without_contribute_or_moderate_changes_nothing_not_even_of_ones_own()
    {
        using var reader = await Tenant.CreateClientAsync(Scopes.Read);
        var id = await Client.ContributeAsync("Mine");

        foreach (var answer in await ChangesAsync(reader, id, Guid.CreateVersion7()))
        {
            Assert.Equal("auth.scope_missing", answer.Is(HttpStatusCode.Forbidden).Code);
        }
    }

    [Fact]
    public async Task In_another_tenant_there_is_no_such_trace()
    {
        var theirs = await App.CreateTenantAsync();
        using var stranger = await theirs.CreateClientAsync(Scopes.Read, Scopes.Contribute, Scopes.Moderate);
        var id = await Client.ContributeAsync("Mine");
        var amendment = (await Client.PostAnswerAsync($"{TraceCalls.PathOf(id)}/amendments", new { improved_solution = "x", explanation = "y" })).Id;

        foreach (var answer in await ChangesAsync(stranger, id, amendment))
        {
            Assert.Contains(answer.Is(HttpStatusCode.NotFound).Code, new[] { "trace.not_found", "amendment.not_found" });
        }

        await Client.DeleteAsync(id);
        Assert.Equal("trace.not_found", (await stranger.GetAnswerAsync(TraceCalls.PathOf(id))).Code);
    }

    [Fact]
    public async Task What_a_moderator_changes_is_kept_and_what_an_author_changes_is_not()
    {
        var moderator = await TestPerson.CreateModeratorAsync(App, Tenant);
        foreach (var client in new[] { Client, moderator.Client })
        {
            var id = await Client.ContributeAsync($"Mine {Guid.CreateVersion7()}");
            var amendments = new List<Guid>();
            foreach (var solution in new[] { "x", "y" })
            {
                amendments.Add((await Client.PostAnswerAsync($"{TraceCalls.PathOf(id)}/amendments", new { improved_solution = solution, explanation = "z" })).Id);
            }

            (await client.PatchAsync(id, new { title = $"Other {id}" })).Is(HttpStatusCode.OK);
            (await client.PostAnswerAsync($"{TraceCalls.PathOf(id)}/revert", new { version = 1 })).Is(HttpStatusCode.OK);
            (await client.PostAnswerAsync($"/api/v1/amendments/{amendments[0]}/accept", new { })).Is(HttpStatusCode.OK);
            (await client.PostAnswerAsync($"/api/v1/amendments/{amendments[1]}/reject", new { })).Is(HttpStatusCode.OK);
            Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync(id)).Status);

            Assert.Equal(
                client == Client ? "" : "trace.edit,trace.revert,amendment.accept,amendment.reject,trace.delete",
                await App.SqlAsync(
                    """
                    select coalesce(string_agg(action, ',' order by id), '') from audit_log
                    where detail ->> 'trace_id' = $1 and detail ->> 'tenant_id' = $2 and actor_id = $3
                    """,
                    $"{id}", $"{Tenant.Id}", moderator.Id));
        }
    }

    private static async Task<Answer[]> ChangesAsync(HttpClient client, Guid id, Guid amendment) =>
    [
        await client.PatchAsync(id, new { title = "Theirs" }), await client.PostAnswerAsync($"{TraceCalls.PathOf(id)}/revert", new { version = 1 }), await client.DeleteAsync(id),
        await client.PostAnswerAsync($"/api/v1/amendments/{amendment}/accept", new { }), await client.PostAnswerAsync($"/api/v1/amendments/{amendment}/reject", new { }),
    ];
}
