using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;
using static CommonTrace.Tests.Tenants.OperatorCalls;

namespace CommonTrace.Tests.Tenants;

/// <summary>What operators do to tenants and their people.</summary>
public sealed class TenantTests(TestApp app) : IDisposable
{
    private static readonly string[] Limits = ["max_traces", "max_writes_a_day", "max_embedding_tokens_a_day"];

    private readonly HttpClient _operator = app.CreateClient();

    public void Dispose() => _operator.Dispose();

    [Fact]
    public async Task A_tenant_is_made_listed_with_its_figures_and_recorded()
    {
        var id = await _operator.CreateTenantAsync(new { max_traces = 10, max_writes_a_day = 20 });
        using var user = app.CreateClient(await _operator.AddUserAsync(id));
        (await user.PostAnswerAsync(ApiCalls.Traces, Trace())).Is(HttpStatusCode.Accepted);

        var tenant = await FindAsync(id);

        Assert.Equal(
            [1, 1, 1, 0, 1],
            new[] { "traces", "users", "keys", "votes", "writes_today" }.Select(field => tenant.GetProperty(field).GetInt64()));
        Assert.Equal(["10", "20", ""], Limits.Select(field => tenant.GetProperty("quotas").GetProperty(field).ToString()));
        Assert.True(tenant.GetProperty("embedding_tokens_today").GetInt64() >= 0);
        Assert.NotNull(await app.AuditedAsync("tenant.create", id));
        Assert.NotNull(await app.AuditedAsync("tenant.add_user", id));
    }

    [Fact]
    public async Task Tenants_are_listed_in_pages_each_once_and_commons_last()
    {
        var made = new[] { await _operator.CreateTenantAsync(), await _operator.CreateTenantAsync(), await _operator.CreateTenantAsync() };

        var listed = new List<Guid>();
        for (var cursor = ""; cursor is not null;)
        {
            var page = (await _operator.GetAnswerAsync($"{TenantsPath}?limit=2{cursor}")).Is(HttpStatusCode.OK).Body;
            listed.AddRange(page.GetProperty("tenants").EnumerateArray().Select(tenant => tenant.GetProperty("id").GetGuid()));
            cursor = page.GetProperty("next_cursor").GetString() is { } next ? $"&cursor={next}" : null;
        }

        Assert.Equal(listed.Count, listed.Distinct().Count());
        Assert.Equal(made.Reverse(), listed.Where(made.Contains));
        Assert.Equal(Core.Tenants.Tenant.CommonsId, listed[^1]);
    }

    [Theory]
    [InlineData(0, HttpStatusCode.UnprocessableEntity)]
    [InlineData(100, HttpStatusCode.Created)]
    [InlineData(101, HttpStatusCode.UnprocessableEntity)]
    public async Task A_name_has_1_to_100_characters(int length, HttpStatusCode expected)
    {
        var name = string.Concat(Enumerable.Repeat("🚀", length - Math.Min(length, 8))) + Guid.CreateVersion7().ToString()[^8..][..Math.Min(length, 8)];

        (await _operator.PostAnswerAsync(TenantsPath, new { name })).Is(expected);
    }

    [Fact]
    public async Task No_two_tenants_have_one_name()
    {
        var name = $"twice {Guid.CreateVersion7()}";
        await _operator.CreateTenantAsync(name: name);

        Assert.Equal("tenant.name_taken", (await _operator.PostAnswerAsync(TenantsPath, new { name = $" {name} " })).Is(HttpStatusCode.Conflict).Code);
    }

    [Fact]
    public async Task Quotas_are_said_anew_as_a_whole_and_hold_for_keys_in_use()
    {
        var id = await _operator.CreateTenantAsync(new { max_traces = 5 });
        using var user = app.CreateClient(await _operator.AddUserAsync(id));
        (await user.GetAnswerAsync("/api/v1/me")).Is(HttpStatusCode.OK);

        (await ChangeAsync(id, new { quotas = new { max_writes_a_day = 0 } })).Is(HttpStatusCode.OK);

        var quotas = (await FindAsync(id)).GetProperty("quotas");
        Assert.Equal(["", "0", ""], Limits.Select(field => quotas.GetProperty(field).ToString()));
        Assert.Equal("quota.writes", (await user.PostAnswerAsync(ApiCalls.Traces, Trace())).Is(HttpStatusCode.TooManyRequests).Code);
        Assert.NotNull(await app.AuditedAsync("tenant.quotas", id));
    }

    [Theory]
    [InlineData("max_traces")]
    [InlineData("max_writes_a_day")]
    [InlineData("max_embedding_tokens_a_day")]
    public async Task A_quota_is_not_negative(string quota)
    {
        var quotas = new Dictionary<string, int> { [quota] = -1 };

        (await _operator.PostAnswerAsync(TenantsPath, new { name = "negative", quotas })).IsRefusalOf($"quotas.{quota}");
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        var nowhere = Guid.CreateVersion7();

        foreach (var answer in new[]
        {
            await ChangeAsync(nowhere, new { quotas = new { } }),
            await _operator.DeleteAnswerAsync($"{TenantsPath}/{nowhere}"),
            await _operator.PostAnswerAsync($"{TenantsPath}/{nowhere}/keys", new { }),
            await _operator.PostAnswerAsync($"{TenantsPath}/{nowhere}/invitations", new { }),
        })
        {
            Assert.Equal("tenant.not_found", answer.Is(HttpStatusCode.NotFound).Code);
        }

        Assert.Equal("user.not_found", (await _operator.PostAnswerAsync($"/api/v1/admin/users/{nowhere}/keys", new { name = "key" })).Is(HttpStatusCode.NotFound).Code);
    }

    [Fact]
    public async Task An_added_user_comes_in_with_the_scopes_that_were_said()
    {
        var id = await _operator.CreateTenantAsync();

        var added = (await _operator.PostAnswerAsync(
            $"{TenantsPath}/{id}/keys", new { email = "ada@example.org", display_name = "Ada", scopes = new[] { "moderate", "read" } })).Is(HttpStatusCode.Created);
        var again = await _operator.PostAnswerAsync($"{TenantsPath}/{id}/keys", new { email = "Ada@example.org" });

        Assert.Equal(["read", "moderate"], added.Texts("scopes"));
        Assert.Equal((id, false), (added.Body.GetProperty("tenant_id").GetGuid(), added.Body.GetProperty("can_contribute").GetBoolean()));
        Assert.Equal("user.email_taken", again.Is(HttpStatusCode.Conflict).Code);
    }

    [Fact]
    public async Task An_operator_gives_any_user_a_key_with_any_scope_which_then_works_everywhere()
    {
        var (home, abroad) = (await app.CreateTenantAsync(), await app.CreateTenantAsync());

        var minted = (await _operator.PostAnswerAsync(
            $"/api/v1/admin/users/{home.UserId}/keys", new { name = "second operator", scopes = new[] { "read", "operate" }, expires_in_days = 1 })).Is(HttpStatusCode.Created);
        using var second = app.CreateClient(minted.Body.GetProperty("api_key").GetString());
        var atHome = (await second.GetAnswerAsync("/api/v1/me")).Is(HttpStatusCode.OK).Body;
        var elsewhere = (await second.GetAnswerAsync("/api/v1/me", ("X-Tenant-ID", abroad.Id.ToString()))).Is(HttpStatusCode.OK).Body;

        Assert.Equal((home.UserId, home.Id), (atHome.GetProperty("user_id").GetGuid(), atHome.GetProperty("tenant_id").GetGuid()));
        Assert.Equal((User.OperatorId, abroad.Id), (elsewhere.GetProperty("user_id").GetGuid(), elsewhere.GetProperty("tenant_id").GetGuid()));
        Assert.NotNull(await app.AuditedAsync("key.mint", home.Id));
    }

    [Fact]
    public async Task A_leaked_key_is_ended_by_its_prefix()
    {
        var tenant = await app.CreateTenantAsync();
        var key = await tenant.CreateKeyAsync(Scopes.Read);
        using var holder = app.CreateClient(key);
        (await holder.GetAnswerAsync("/api/v1/me")).Is(HttpStatusCode.OK);

        var revoked = (await _operator.PostAnswerAsync("/api/v1/admin/keys/revoke", new { prefix = key[..11], reason = "Seen in a paste." })).Is(HttpStatusCode.OK);
        var again = await _operator.PostAnswerAsync("/api/v1/admin/keys/revoke", new { prefix = key[..11] });

        Assert.Equal(tenant.UserId, revoked.Body.GetProperty("revoked")[0].GetProperty("user_id").GetGuid());
        (await holder.GetAnswerAsync("/api/v1/me")).Is(HttpStatusCode.Unauthorized);
        Assert.Equal("key.not_found", again.Is(HttpStatusCode.NotFound).Code);
        (await _operator.PostAnswerAsync("/api/v1/admin/keys/revoke", new { prefix = key })).IsRefusalOf("prefix");
    }

    [Theory]
    [InlineData("max_uses", 1, 10_000)]
    [InlineData("expires_in_days", 1, 3_650)]
    public async Task An_invitation_has_limits(string field, int least, int most)
    {
        var address = $"{TenantsPath}/{await _operator.CreateTenantAsync()}/invitations";
        Task<Answer> InviteAsync(int value) => _operator.PostAnswerAsync(address, new Dictionary<string, int> { [field] = value });

        (await InviteAsync(least - 1)).IsRefusalOf(field);
        (await InviteAsync(least)).Is(HttpStatusCode.Created);
        (await InviteAsync(most)).Is(HttpStatusCode.Created);
        (await InviteAsync(most + 1)).IsRefusalOf(field);
    }

    [Fact]
    public async Task An_invitation_is_for_one_within_a_week_unless_said_otherwise_and_its_code_is_stored_nowhere()
    {
        var id = await _operator.CreateTenantAsync();

        var invited = (await _operator.PostAnswerAsync($"{TenantsPath}/{id}/invitations", new { })).Is(HttpStatusCode.Created).Body;

        var code = invited.GetProperty("invitation_code").GetString()!;
        Assert.True(InvitationFormat.IsWellFormed(code));
        Assert.Equal(1, invited.GetProperty("max_uses").GetInt32());
        Assert.InRange(invited.GetProperty("expires_at").GetDateTimeOffset() - TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(6.9), TimeSpan.FromDays(7));
        Assert.Equal(0L, await app.SqlAsync("select count(*) from invitations i where strpos(i::text, $1) > 0", code[20..]));
        Assert.DoesNotContain(code[20..], await app.AuditedAsync("tenant.invite", id), StringComparison.Ordinal);
    }

    internal static object Trace() => new { title = $"Pools {Guid.CreateVersion7()}", context_text = "Every request opened one.", solution_text = "Share one pool." };

    private Task<Answer> ChangeAsync(Guid id, object body) => _operator.CallAsync(HttpMethod.Patch, $"{TenantsPath}/{id}", JsonContent.Create(body));

    private async Task<JsonElement> FindAsync(Guid id) =>
        (await _operator.GetAnswerAsync($"{TenantsPath}?limit=100")).Is(HttpStatusCode.OK).Body.GetProperty("tenants").EnumerateArray()
        .Single(tenant => tenant.GetProperty("id").GetGuid() == id);
}
