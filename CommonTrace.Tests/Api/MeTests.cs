using System.Net;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

/// <summary>What people do with their own keys.</summary>
public sealed class MeTests(TestApp app) : OwnTenant(app)
{
    private const string Me = "/api/v1/me";
    private const string Keys = "/api/v1/me/keys";

    [Fact]
    public async Task One_is_told_who_one_is()
    {
        using var stranger = App.CreateClient(key: null);
        var email = $"{Guid.CreateVersion7():N}@example.org";
        var registered = (await stranger.PostAnswerAsync(ApiCalls.Keys, new { email, display_name = "Ada" })).Is(HttpStatusCode.Created);
        using var user = App.CreateClient(registered.Body.GetProperty("api_key").GetString());

        var me = (await user.GetAnswerAsync(Me)).Is(HttpStatusCode.OK).Body;

        Assert.Equal(
            ["Ada", email, registered.Body.GetProperty("user_id").GetString(), registered.Body.GetProperty("tenant_id").GetString(), registered.Body.GetProperty("key_id").GetString()],
            new[] { "display_name", "email", "user_id", "tenant_id", "key_id" }.Select(field => me.GetProperty(field).GetString()));
        Assert.Equal([Scopes.Read, Scopes.Contribute], me.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()));
        Assert.NotEqual(default, me.GetProperty("created_at").GetDateTimeOffset());
    }

    [Fact]
    public async Task The_configured_operator_has_no_key_that_could_be_revoked()
    {
        using var operatorClient = App.CreateClient();

        var me = (await operatorClient.GetAnswerAsync(Me)).Is(HttpStatusCode.OK).Body;
        var abroad = (await operatorClient.GetAnswerAsync(Me, ("X-Tenant-ID", Tenant.Id.ToString()))).Is(HttpStatusCode.OK).Body;

        Assert.Equal(("operator", null), (me.GetProperty("display_name").GetString(), me.GetProperty("key_id").GetString()));
        Assert.Equal((Tenant.Id, null), (abroad.GetProperty("tenant_id").GetGuid(), abroad.GetProperty("created_at").GetString()));
    }

    [Fact]
    public async Task A_new_key_works_with_the_scopes_it_was_given_and_ends_when_it_was_told_to()
    {
        var minted = (await Client.PostAnswerAsync(Keys, new { name = "laptop", scopes = new[] { "read" }, expires_in_days = 30 })).Is(HttpStatusCode.Created);
        using var laptop = App.CreateClient(minted.Body.GetProperty("api_key").GetString());

        var verified = (await laptop.GetAnswerAsync($"{ApiCalls.Keys}/verify")).Is(HttpStatusCode.OK);
        var contributed = await laptop.PostAnswerAsync(ApiCalls.Traces, Submission());

        Assert.Equal(["read"], verified.Texts("scopes"));
        Assert.InRange(verified.Body.GetProperty("expires_at").GetDateTimeOffset() - TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(29.9), TimeSpan.FromDays(30));
        contributed.Is(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Without_scopes_a_new_key_may_what_its_maker_may()
    {
        var minted = (await Client.PostAnswerAsync(Keys, new { name = "laptop" })).Is(HttpStatusCode.Created);

        Assert.Equal([Scopes.Read, Scopes.Contribute], minted.Texts("scopes"));
        Assert.Null(minted.Body.GetProperty("expires_at").GetString());
    }

    [Theory]
    [InlineData(Scopes.Moderate)]
    [InlineData(Scopes.Operate)]
    public async Task Nobody_passes_on_a_scope_that_they_lack(string scope)
    {
        var answer = (await Client.PostAnswerAsync(Keys, new { name = "more", scopes = new[] { Scopes.Read, scope } })).Is(HttpStatusCode.Forbidden);

        Assert.Equal("auth.scope_missing", answer.Code);
        Assert.Contains(scope, answer.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name", 1, 100)]
    [InlineData("expires_in_days", 1, 3_650)]
    public async Task Its_fields_have_limits(string field, int least, int most)
    {
        object Value(int size) => field == "name" ? string.Concat(Enumerable.Repeat("🚀", size)) : size;
        Task<Answer> MintAsync(int size) => Client.PostAnswerAsync(Keys, new Dictionary<string, object> { ["name"] = "key", [field] = Value(size) });

        (await MintAsync(least - 1)).IsRefusalOf(field);
        (await MintAsync(least)).Is(HttpStatusCode.Created);
        (await MintAsync(most)).Is(HttpStatusCode.Created);
        (await MintAsync(most + 1)).IsRefusalOf(field);
    }

    [Fact]
    public async Task A_scope_that_does_not_exist_is_a_fault_of_the_field()
    {
        (await Client.PostAnswerAsync(Keys, new { name = "key", scopes = new[] { "root" } })).IsRefusalOf("scopes");
        (await Client.PostAnswerAsync(Keys, new { name = "key", scopes = Array.Empty<string>() })).IsRefusalOf("scopes");
        (await Client.PostAnswerAsync(Keys, new { name = "key", scopes = new string?[] { null } })).IsRefusalOf("scopes");
    }

    [Fact]
    public async Task The_list_tells_keys_by_their_prefix_in_pages_and_never_the_keys()
    {
        var minted = (await Client.PostAnswerAsync(Keys, new { name = "laptop" })).Body;
        var key = minted.GetProperty("api_key").GetString()!;

        var first = (await Client.GetAnswerAsync($"{Keys}?limit=1")).Is(HttpStatusCode.OK).Body;
        var second = (await Client.GetAnswerAsync($"{Keys}?limit=1&cursor={first.GetProperty("next_cursor").GetString()}")).Is(HttpStatusCode.OK).Body;

        var (newest, used) = (first.GetProperty("keys")[0], second.GetProperty("keys")[0]);
        Assert.Equal(("laptop", ApiKeyFormat.ShownPrefix(key)), (newest.GetProperty("name").GetString(), newest.GetProperty("prefix").GetString()));
        Assert.Equal((null, null), (newest.GetProperty("last_used_at").GetString(), newest.GetProperty("revoked_at").GetString()));
        Assert.NotNull(used.GetProperty("last_used_at").GetString());
        Assert.Null(second.GetProperty("next_cursor").GetString());
        Assert.DoesNotContain(key[11..], first.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_key_is_refused_at_once_and_stays_in_the_list()
    {
        var minted = (await Client.PostAnswerAsync(Keys, new { name = "laptop" })).Body;
        using var laptop = App.CreateClient(minted.GetProperty("api_key").GetString());
        (await laptop.GetAnswerAsync(Me)).Is(HttpStatusCode.OK);

        (await DeleteAsync(Client, minted.GetProperty("key_id").GetGuid())).Is(HttpStatusCode.NoContent);

        Assert.Equal("auth.invalid_key", (await laptop.GetAnswerAsync(Me)).Is(HttpStatusCode.Unauthorized).Code);
        var listed = (await Client.GetAnswerAsync(Keys)).Body.GetProperty("keys")[0];
        Assert.NotNull(listed.GetProperty("revoked_at").GetString());
        (await DeleteAsync(Client, minted.GetProperty("key_id").GetGuid())).Is(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Nobody_revokes_what_is_not_theirs()
    {
        using var stranger = App.CreateClient(key: null);
        var other = (await stranger.PostAnswerAsync(ApiCalls.Keys, new { })).Body;
        using var others = App.CreateClient(other.GetProperty("api_key").GetString());

        var answer = (await DeleteAsync(Client, other.GetProperty("key_id").GetGuid())).Is(HttpStatusCode.NotFound);

        Assert.Equal("key.not_found", answer.Code);
        (await others.GetAnswerAsync(Me)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_operator_makes_no_keys_for_themselves_in_another_tenant()
    {
        using var operatorClient = App.CreateClient();

        var answer = await operatorClient.PostAnswerAsync(Keys, new { name = "abroad" }, ("X-Tenant-ID", Tenant.Id.ToString()));

        Assert.Equal("key.other_tenant", answer.Is(HttpStatusCode.Conflict).Code);
    }

    private static Task<Answer> DeleteAsync(HttpClient client, Guid id) => client.CallAsync(HttpMethod.Delete, $"{Keys}/{id}", null);
}
