using CommonTrace.Core.Data;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommonTrace.Tests.Data;

/// <summary>To plan a read takes longer than to run it.</summary>
public sealed class PreparedStatementTests(TestApp app)
{
    [Fact]
    public async Task What_is_read_again_and_again_is_planned_once()
    {
        await using var database = await TestDatabase.CreateAsync(app);
        using var host = TestDatabase.At(database.ConnectionString + ";Maximum Pool Size=1").CreateHost(DatabaseRole.Api);

        for (var call = 0; call < 5; call++)
        {
            await using var scope = host.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantContext>().Enter(Tenant.CommonsId);
            await scope.ServiceProvider.GetRequiredService<GetTrace>().ExecuteAsync(
                new Caller(User.OperatorId, Tenant.CommonsId, Scopes.All, null), Guid.CreateVersion7(), TestContext.Current.CancellationToken);
        }

        await using var last = host.Services.CreateAsyncScope();
        var prepared = await last.ServiceProvider.GetRequiredService<CommonTraceDbContext>().Database
            .SqlQuery<string>($"""select statement as "Value" from pg_prepared_statements""").ToListAsync(TestContext.Current.CancellationToken);
        Assert.Contains(prepared, statement => statement.Contains("from traces t", StringComparison.Ordinal));
    }
}
