using CommonTrace.Core;
using CommonTrace.Core.Data;
using CommonTrace.Core.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CommonTrace.Tests.Users;

public class AuthenticateKeyTests
{
    [Fact]
    public async Task A_malformed_key_is_refused_without_the_database()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration["ConnectionStrings:commontrace"] = "Host=127.0.0.1;Port=1;Username=nobody;Database=nowhere";
        builder.AddCommonTrace(DatabaseRole.Api);
        using var host = builder.Build();
        await using var scope = host.Services.CreateAsyncScope();

        var answer = await scope.ServiceProvider.GetRequiredService<AuthenticateKey>()
            .ExecuteAsync(ApiKeyFormat.Generate()[..^1] + "!", null, TestContext.Current.CancellationToken);

        Assert.Equal(UserFailures.BadKey, answer.Failure);
    }
}
