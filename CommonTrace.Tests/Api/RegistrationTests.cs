using System.Net;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

public sealed class RegistrationTests(TestApp app)
{
    [Fact]
    public async Task A_stranger_gets_a_key_that_may_read_and_contribute_in_the_commons()
    {
        using var stranger = app.CreateClient(key: null);

        var answer = (await stranger.PostAnswerAsync(ApiCalls.Keys, new { display_name = "Ada" })).Is(HttpStatusCode.Created);

        Assert.True(ApiKeyFormat.IsWellFormed(answer.Body.GetProperty("api_key").GetString()));
        Assert.Equal(Tenant.CommonsId, answer.Body.GetProperty("tenant_id").GetGuid());
        Assert.Equal(["read", "contribute"], answer.Texts("scopes"));
        Assert.True(answer.Body.GetProperty("can_contribute").GetBoolean());
        Assert.NotEmpty(answer.Body.GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task The_new_key_works_at_once_and_says_what_it_is_good_for()
    {
        using var stranger = app.CreateClient(key: null);

        var registered = await stranger.PostAnswerAsync(ApiCalls.Keys, new { });
        using var user = app.CreateClient(registered.Body.GetProperty("api_key").GetString());
        var verified = (await user.GetAnswerAsync($"{ApiCalls.Keys}/verify")).Is(HttpStatusCode.OK);

        Assert.True(verified.Body.GetProperty("valid").GetBoolean());
        Assert.Equal(registered.Body.GetProperty("user_id").GetGuid(), verified.Body.GetProperty("user_id").GetGuid());
        Assert.Equal(registered.Texts("scopes"), verified.Texts("scopes"));
        Assert.Null(verified.Body.GetProperty("expires_at").GetString());
    }

    [Fact]
    public async Task The_key_itself_is_stored_nowhere()
    {
        using var stranger = app.CreateClient(key: null);

        var registered = await stranger.PostAnswerAsync(ApiCalls.Keys, new { });
        var key = registered.Body.GetProperty("api_key").GetString()!;
        var keyId = registered.Body.GetProperty("key_id").GetGuid();

        Assert.Equal(true, await app.SqlAsync("select key_hash = sha256(convert_to($2, 'UTF8')) from api_keys where id = $1", keyId, key));
        Assert.Equal(0L, await app.SqlAsync("select count(*) from api_keys k where strpos(k::text, substr($1, 20)) > 0", key));
    }

    [Fact]
    public async Task An_address_registers_once_in_whatever_case()
    {
        using var stranger = app.CreateClient(key: null);
        var name = $"ada-{Guid.CreateVersion7():N}";

        var first = await stranger.PostAnswerAsync(ApiCalls.Keys, new { email = $"{name}@example.org" });
        var second = await stranger.PostAnswerAsync(ApiCalls.Keys, new { email = $" {name.ToUpperInvariant()}@Example.ORG " });

        first.Is(HttpStatusCode.Created);
        Assert.Equal("user.email_taken", second.Is(HttpStatusCode.Conflict).Code);
    }

    [Fact]
    public async Task Of_many_who_register_an_address_at_once_one_succeeds()
    {
        using var stranger = app.CreateClient(key: null);
        var email = $"{Guid.CreateVersion7():N}@example.org";

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => stranger.PostAnswerAsync(ApiCalls.Keys, new { email })));

        Assert.Equal(
            [HttpStatusCode.Created, .. Enumerable.Repeat(HttpStatusCode.Conflict, 7)],
            answers.Select(answer => answer.Status).Order());
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("a@")]
    [InlineData("two@at@signs")]
    [InlineData("nul\0@example.org")]
    [InlineData("   ")]
    public async Task What_is_no_address_is_refused(string email)
    {
        using var stranger = app.CreateClient(key: null);

        var answer = await stranger.PostAnswerAsync(ApiCalls.Keys, new { email });

        answer.IsRefusalOf("email");
    }

    [Fact]
    public async Task An_address_that_is_too_short_is_not_called_empty()
    {
        using var stranger = app.CreateClient(key: null);

        var answer = await stranger.PostAnswerAsync(ApiCalls.Keys, new { email = "a@" });

        Assert.DoesNotContain("empty", answer.Detail, StringComparison.Ordinal);
        Assert.Contains("at least 3", answer.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ä")]
    [InlineData("🚀")]
    public async Task A_display_name_has_at_most_100_characters(string letter)
    {
        using var stranger = app.CreateClient(key: null);

        var longest = await stranger.PostAnswerAsync(ApiCalls.Keys, new { display_name = string.Concat(Enumerable.Repeat(letter, 100)) });
        var tooLong = await stranger.PostAnswerAsync(ApiCalls.Keys, new { display_name = string.Concat(Enumerable.Repeat(letter, 101)) });

        longest.Is(HttpStatusCode.Created);
        tooLong.IsRefusalOf("display_name");
    }
}
