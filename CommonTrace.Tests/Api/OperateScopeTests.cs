using System.Net;
using System.Net.Http.Json;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

/// <summary>What is for operators is for nobody else.</summary>
public sealed class OperateScopeTests(TestApp app) : OwnTenant(app)
{
    [Theory]
    [InlineData("GET", "queue/status")]
    [InlineData("POST", "queue/pause")]
    [InlineData("POST", "queue/resume")]
    [InlineData("POST", "queue/drain")]
    [InlineData("POST", "queue/quiesce")]
    [InlineData("POST", "queue/retry-failed")]
    [InlineData("POST", "queue/requeue-stale")]
    [InlineData("GET", "audit")]
    [InlineData("GET", "workers")]
    [InlineData("GET", "doctor")]
    [InlineData("POST", "trust/recount")]
    [InlineData("GET", "export")]
    [InlineData("GET", "tenants")]
    [InlineData("POST", "tenants")]
    [InlineData("PATCH", "tenants/00000000-0000-7000-8000-000000000001")]
    [InlineData("DELETE", "tenants/00000000-0000-7000-8000-000000000001")]
    [InlineData("POST", "tenants/00000000-0000-7000-8000-000000000001/keys")]
    [InlineData("POST", "tenants/00000000-0000-7000-8000-000000000001/invitations")]
    [InlineData("POST", "users/00000000-0000-7000-8000-000000000002/keys")]
    [InlineData("POST", "keys/revoke")]
    public async Task Without_the_scope_it_is_forbidden_and_without_a_key_unauthenticated(string method, string path)
    {
        using var stranger = App.CreateClient(key: null);
        using var moderator = await Tenant.CreateClientAsync(Scopes.Read, Scopes.Contribute, Scopes.Moderate);
        var (call, address) = (new HttpMethod(method), $"/api/v1/admin/{path}");

        var forbidden = (await moderator.CallAsync(call, address, JsonContent.Create(new { }))).Is(HttpStatusCode.Forbidden);
        var unauthenticated = (await stranger.CallAsync(call, address, JsonContent.Create(new { }))).Is(HttpStatusCode.Unauthorized);

        Assert.Equal(("auth.scope_missing", "auth.missing_key"), (forbidden.Code, unauthenticated.Code));
        Assert.Contains("operate", forbidden.Detail, StringComparison.Ordinal);
    }
}
