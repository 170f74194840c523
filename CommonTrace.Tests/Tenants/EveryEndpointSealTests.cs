using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Tenants;

/// <summary>Every call that the OpenAPI document describes, with a key of one tenant and what belongs to another.</summary>
public sealed class EveryEndpointSealTests(TestApp app) : OwnTenant(app)
{
    /// <summary>In every text of the other tenant's, so that it is recognised wherever it comes out.</summary>
    private readonly string _mark = $"mark{Guid.CreateVersion7():N}";

    [Fact]
    public async Task No_call_tells_or_changes_anything_of_another_tenant()
    {
        var theirs = await TheirsAsync();
        using var mine = await Tenant.CreateClientAsync(Scopes.Read, Scopes.Contribute, Scopes.Moderate);
        var before = await StateAsync();

        foreach (var (method, path) in await CallsAsync())
        {
            foreach (var id in path.Contains('{', StringComparison.Ordinal) ? theirs : [theirs[0]])
            {
                await IsSealedAsync(mine, method, path, id);
            }
        }

        Assert.Equal(before, await StateAsync());
    }

    private async Task IsSealedAsync(HttpClient mine, string method, string path, Guid id)
    {
        var named = path.Contains('{', StringComparison.Ordinal);
        var address = Regex.Replace(path, @"\{[^}]*\}", id.ToString());
        var body = method is "get" or "delete" ? null : JsonContent.Create(Body());

        var answer = await mine.CallAsync(new HttpMethod(method.ToUpperInvariant()), address + (method == "get" && !named ? $"?trace_id={id}" : ""), body);

        var call = $"{method} {path} answered {answer.Status}: {answer.Body}";
        Assert.True(answer.Status < HttpStatusCode.InternalServerError, call);
        Assert.True(answer.Status != HttpStatusCode.UnprocessableEntity, $"Give {nameof(Body)} what it lacks, for {call}");
        // What is for operators is refused before anything is looked for; a list may be empty.
        Assert.True(
            !named || answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden || (method == "get" && answer.Status == HttpStatusCode.OK), call);
        Assert.DoesNotContain(_mark, answer.Body.ToString(), StringComparison.Ordinal);
        Assert.True(named || !answer.Body.ToString().Contains(id.ToString(), StringComparison.Ordinal), call);
    }

    /// <summary>What the other tenant has, by its ids.</summary>
    private async Task<Guid[]> TheirsAsync()
    {
        var tenant = await App.CreateTenantAsync();
        using var client = await tenant.CreateClientAsync(Scopes.Read, Scopes.Contribute);
        var trace = await ContributeAsync(client, $"About {_mark}");
        var flagged = (await ContributeAsync(client, $"Flagged, about {_mark}")).Id;
        await App.SqlAsync("update users set display_name = $2 where id = $1", tenant.UserId, _mark);
        await App.SqlAsync("update traces set flagged_at = now() where id = $1", flagged);
        var amendment = (Guid)(await App.SqlAsync(
            """
            with vote as (
                insert into votes (id, tenant_id, trace_id, voter_id, vote_type, weight, is_established) values (gen_random_uuid(), $1, $2, $3, 'up', 0.1, true)),
            flag as (
                insert into trace_flags (id, tenant_id, trace_id, user_id, category, reason, is_established) values (gen_random_uuid(), $1, $2, $3, 'spam', $4, true))
            insert into amendments (id, tenant_id, trace_id, contributor_id, improved_solution, explanation, status, is_credited, safety_flags)
            values (gen_random_uuid(), $1, $2, $3, $4, $4, 'pending', false, '{}') returning id
            """,
            tenant.Id, trace.Id, tenant.UserId, _mark))!;
        var key = (Guid)(await App.SqlAsync("select id from api_keys where tenant_id = $1", tenant.Id))!;
        return [trace.Id, flagged, trace.Body.GetProperty("embedding").GetProperty("job_id").GetGuid(), amendment, key, tenant.UserId, tenant.Id];
    }

    private async Task<Answer> ContributeAsync(HttpClient client, string title) => (await client.PostAnswerAsync(ApiCalls.Traces, Submission(
        ("title", title), ("context_text", $"In {title}."), ("solution_text", $"Do {title}."), ("tags", new[] { "postgres", _mark })))).Is(HttpStatusCode.Accepted);

    /// <summary>Every call that takes a key, and is in the document.</summary>
    private async Task<List<(string Method, string Path)>> CallsAsync()
    {
        using var stranger = App.CreateClient(key: null);
        var document = (await stranger.GetAnswerAsync("/openapi/v1.json")).Is(HttpStatusCode.OK).Body;
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
               where path.Name.StartsWith("/api/v1/", StringComparison.Ordinal)
               from call in path.Value.EnumerateObject()
               where (path.Name, call.Name) is not ("/api/v1/keys", "post")
               select (call.Name, path.Name),
        ];
    }

    /// <summary>All that any call asks for; what a call does not know it ignores. The query in capitals is found alike, and its echo is not what it finds.</summary>
    private Dictionary<string, object?> Body() => new(Submission(("title", $"Mine {Guid.CreateVersion7()}")))
    {
        ["q"] = _mark.ToUpperInvariant(),
        ["name"] = "key",
        ["vote_type"] = "up",
        ["solved"] = true,
        ["improved_solution"] = "Better.",
        ["explanation"] = "Because.",
        ["reason"] = "Because.",
        ["category"] = "spam",
        ["version"] = 1,
    };

    /// <summary>All rows of the other tenant that a call could change, as one text.</summary>
    private async Task<object?> StateAsync() => await App.SqlAsync(
        """
        select (select string_agg(md5((to_jsonb(t) - '{embedding,embedded_at,embedding_hash,embedding_model_id,embedding_model_version}'::text[])::text), ',' order by t.id) from traces t where strpos(t.title, $1) > 0)
            || (select string_agg(md5(v::text), ',') from votes v join traces t on t.id = v.trace_id where strpos(t.title, $1) > 0)
            || (select string_agg(md5(f::text), ',') from trace_flags f where f.reason = $1)
            || (select string_agg(md5(a::text), ',') from amendments a where a.explanation = $1)
            || (select string_agg(md5((to_jsonb(k) - 'last_used_at')::text), ',') from api_keys k join users u on u.id = k.user_id where u.display_name = $1)
        """,
        _mark);
}
