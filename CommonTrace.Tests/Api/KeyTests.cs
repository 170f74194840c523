using System.Net;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

public sealed class KeyTests(TestApp app) : OwnTenant(app)
{
    private const string Verify = $"{ApiCalls.Keys}/verify";

    [Theory]
    [InlineData("X-API-Key", "")]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("authorization", "bearer ")]
    public async Task A_key_is_sent_in_either_header(string header, string scheme)
    {
        using var client = App.CreateClient(key: null);

        var answer = await client.GetAnswerAsync(Verify, (header, scheme + await Tenant.CreateKeyAsync(Scopes.Read)));

        Assert.Equal(Tenant.UserId, answer.Is(HttpStatusCode.OK).Body.GetProperty("user_id").GetGuid());
    }

    [Theory]
    [InlineData(Verify)]
    [InlineData("/api/v1/tags")]
    public async Task Without_a_key_the_answer_says_where_to_get_one(string path)
    {
        using var client = App.CreateClient(key: null);

        var answer = (await client.GetAnswerAsync(path)).Is(HttpStatusCode.Unauthorized);

        Assert.Equal("auth.missing_key", answer.Code);
        Assert.Contains("POST /api/v1/keys", answer.Detail, StringComparison.Ordinal);
        Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
    }

    [Theory]
    [InlineData("malformed")]
    [InlineData("ct_0123456789")]
    [InlineData("Bearer of bad news")]
    public async Task A_malformed_key_is_refused(string key) => await IsRefusedAsync(key);

    [Fact]
    public async Task An_unknown_key_is_refused() => await IsRefusedAsync(ApiKeyFormat.Generate());

    [Theory]
    [InlineData("expires_at")]
    [InlineData("revoked_at")]
    public async Task A_key_that_has_ended_is_refused(string column)
    {
        var key = await Tenant.CreateKeyAsync(Scopes.Read);

        await App.SqlAsync($"update api_keys set {column} = now() - interval '1 second' where prefix = $1", ApiKeyFormat.ShownPrefix(key));

        await IsRefusedAsync(key);
    }

    [Fact]
    public async Task A_key_says_when_it_ends()
    {
        var key = await Tenant.CreateKeyAsync(Scopes.Read);
        await App.SqlAsync("update api_keys set expires_at = '2999-01-01T00:00:00Z' where prefix = $1", ApiKeyFormat.ShownPrefix(key));
        using var client = App.CreateClient(key);

        var answer = await client.GetAnswerAsync(Verify);

        Assert.Equal(new DateTimeOffset(2999, 1, 1, 0, 0, 0, TimeSpan.Zero), answer.Is(HttpStatusCode.OK).Body.GetProperty("expires_at").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_reader_may_not_contribute_and_is_told_what_is_missing()
    {
        using var reader = await Tenant.CreateClientAsync(Scopes.Read);

        var answer = (await reader.PostAnswerAsync(ApiCalls.Traces, Submission())).Is(HttpStatusCode.Forbidden);

        Assert.Equal("auth.scope_missing", answer.Code);
        Assert.Contains(Scopes.Contribute, answer.Detail, StringComparison.Ordinal);
        Assert.Equal(0, await CountTracesAsync());
    }

    [Fact]
    public async Task A_key_that_may_only_contribute_reads_nothing()
    {
        using var writer = await Tenant.CreateClientAsync(Scopes.Contribute);

        var answer = (await writer.GetAnswerAsync("/api/v1/tags")).Is(HttpStatusCode.Forbidden);

        Assert.Contains(Scopes.Read, answer.Detail, StringComparison.Ordinal);
    }

    private async Task IsRefusedAsync(string key)
    {
        using var client = App.CreateClient(key);

        var answer = (await client.GetAnswerAsync(Verify)).Is(HttpStatusCode.Unauthorized);

        Assert.Equal("auth.invalid_key", answer.Code);
        Assert.Equal("error=\"invalid_token\"", Assert.Single(answer.Headers.WwwAuthenticate).Parameter);
    }
}
