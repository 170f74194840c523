using CommonTrace.Core;
using CommonTrace.Core.Data;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CommonTrace.Tests.Users;

/// <summary>Who may register under which setting, and what invitations do.</summary>
public sealed class RegistrationModeTests(TestApp app)
{
    [Fact]
    public async Task Under_closed_nobody_registers_not_even_the_invited()
    {
        var code = await InviteAsync(await app.CreateTenantAsync());

        Assert.Equal(UserFailures.RegistrationClosed, (await RegisterAsync("Closed", null)).Failure);
        Assert.Equal(UserFailures.RegistrationClosed, (await RegisterAsync("Closed", code)).Failure);
    }

    [Fact]
    public async Task Under_invite_only_the_invited_register()
    {
        var tenant = await app.CreateTenantAsync();
        var code = await InviteAsync(tenant);

        var invited = await RegisterAsync("Invite", code);

        Assert.Equal(UserFailures.InvitationRequired, (await RegisterAsync("Invite", null)).Failure);
        Assert.True(invited.Succeeded(out var user, out _));
        Assert.Equal(tenant.Id, user.TenantId);
    }

    [Fact]
    public async Task An_invitation_is_honoured_where_anyone_may_register_and_says_what_the_key_may_do()
    {
        var tenant = await app.CreateTenantAsync();
        var code = await InviteAsync(tenant, scopes: [Scopes.Read, Scopes.Moderate]);

        Assert.True((await RegisterAsync("Open", code)).Succeeded(out var user, out _));

        Assert.Equal((tenant.Id, "read,moderate"), (user.TenantId, string.Join(',', user.Scopes)));
        using var client = app.CreateClient(user.ApiKey);
        Assert.Equal(tenant.Id, (await Api.ApiCalls.GetAnswerAsync(client, "/api/v1/me")).Body.GetProperty("tenant_id").GetGuid());
    }

    [Fact]
    public async Task An_invitation_lets_in_as_many_as_it_says_and_no_more()
    {
        var code = await InviteAsync(await app.CreateTenantAsync(), uses: 2);

        Assert.Null((await RegisterAsync("Open", code)).Failure);
        Assert.Null((await RegisterAsync("Open", code)).Failure);
        Assert.Equal(UserFailures.BadInvitation, (await RegisterAsync("Open", code)).Failure);
    }

    [Fact]
    public async Task An_invitation_that_is_unknown_mistyped_or_over_lets_nobody_in()
    {
        var tenant = await app.CreateTenantAsync();
        var code = await InviteAsync(tenant);
        await app.SqlAsync("update invitations set expires_at = now() - interval '1 second' where tenant_id = $1", tenant.Id);

        Assert.Equal(UserFailures.BadInvitation, (await RegisterAsync("Open", code)).Failure);
        Assert.Equal(UserFailures.BadInvitation, (await RegisterAsync("Open", InvitationFormat.Generate())).Failure);
        Assert.Equal(UserFailures.BadInvitation, (await RegisterAsync("Open", "cti_guessed")).Failure);
    }

    [Fact]
    public async Task Who_is_refused_for_their_address_uses_up_no_invitation()
    {
        var tenant = await app.CreateTenantAsync();
        var code = await InviteAsync(tenant, uses: 2);

        Assert.Null((await RegisterAsync("Open", code, "ada@example.org")).Failure);
        Assert.Equal("user.email_taken", (await RegisterAsync("Open", code, "Ada@example.org")).Failure!.Code);

        Assert.Equal(1, await app.SqlAsync("select uses from invitations where tenant_id = $1", tenant.Id));
    }

    private async Task<Result<RegisteredUser>> RegisterAsync(string mode, string? code, string? email = null)
    {
        using var host = TestDatabase.At(app.ConnectionString).CreateHost(DatabaseRole.Api, ("Auth:Registration", mode));
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<RegisterUser>().ExecuteAsync(email, null, code, TestContext.Current.CancellationToken);
    }

    private async Task<string> InviteAsync(TestTenant tenant, int uses = 1, string[]? scopes = null)
    {
        using var host = TestDatabase.At(app.ConnectionString).CreateHost(DatabaseRole.Api);
        var invite = host.Services.GetRequiredService<InviteToTenant>();
        var operatorCaller = new Caller(User.OperatorId, Tenant.CommonsId, Scopes.All, null);
        var invited = await invite.ExecuteAsync(operatorCaller, tenant.Id, scopes, uses, 7, TestContext.Current.CancellationToken);
        return invited.Succeeded(out var invitation, out var failure) ? invitation.Code : throw new InvalidOperationException(failure.Detail);
    }
}
