using CommonTrace.Core.Data;
using CommonTrace.Core.Tenants;
using CommonTrace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CommonTrace.Tests.Data;

/// <summary>The two seals between tenants, the lower one with the upper one taken away.</summary>
public sealed class TenantSealTests(TestApp app)
{
    private const string TablesOfTenants =
        "select string_agg(table_name, ',') from information_schema.columns where table_schema = 'public' and column_name = 'tenant_id'";

    [Fact]
    public async Task Every_table_of_tenants_has_row_level_security_and_a_policy_for_each_role()
    {
        var unsealed = await app.SqlAsync(
            """
            select string_agg(c.relname, ',') from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
            where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
                and (not c.relrowsecurity or 2 > (select count(*) from pg_policies p where p.tablename = c.relname))
            """);

        Assert.Equal(DBNull.Value, unsealed);
    }

    [Fact]
    public async Task Without_the_query_filters_nothing_of_another_tenant_is_seen()
    {
        var (mine, _) = await TwoTenantsAsync();
        using var host = TestDatabase.At(app.ConnectionString).CreateHost(DatabaseRole.Api);
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantContext>().Enter(mine.Id);
        var database = scope.ServiceProvider.GetRequiredService<CommonTraceDbContext>();

        var tenants = await database.Traces.IgnoreQueryFilters().Select(trace => trace.TenantId).Distinct().ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal([mine.Id], tenants);
    }

    [Fact]
    public async Task As_the_api_no_table_shows_a_row_of_another_tenant()
    {
        var (mine, _) = await TwoTenantsAsync();
        await using var api = await ConnectAsync("commontrace_api", mine.Id);

        foreach (var table in ((string)(await app.SqlAsync(TablesOfTenants))!).Split(','))
        {
            Assert.True(0L.Equals(await api.ScalarAsync($"select count(*) from {table} where tenant_id <> '{mine.Id}'")), table);
        }
    }

    [Fact]
    public async Task As_the_api_without_a_tenant_nothing_is_seen()
    {
        await TwoTenantsAsync();
        await using var api = await ConnectAsync("commontrace_api", tenantId: null);

        Assert.Equal(0L, await api.ScalarAsync("select (select count(*) from traces) + (select count(*) from users) + (select count(*) from tenants)"));
    }

    [Fact]
    public async Task As_the_api_a_row_of_another_tenant_can_be_neither_written_nor_changed()
    {
        var (mine, theirs) = await TwoTenantsAsync();
        await using var api = await ConnectAsync("commontrace_api", mine.Id);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => api.ScalarAsync(
            $"insert into tags (id, tenant_id, name) values (gen_random_uuid(), '{theirs.Id}', 'stolen')"));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        Assert.Equal(0L, await api.ScalarAsync($"with changed as (update traces set title = 'changed' where tenant_id = '{theirs.Id}' returning 1) select count(*) from changed"));
    }

    [Fact]
    public async Task A_pooled_connection_forgets_the_tenant_of_its_last_user()
    {
        var (mine, theirs) = await TwoTenantsAsync();
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(app.ConnectionString) { Options = "-c role=commontrace_api", MaxPoolSize = 1 });
        await using (var first = await source.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            await first.ScalarAsync($"select set_config('commontrace.tenant', '{theirs.Id}', false)");
            Assert.Equal(1L, await first.ScalarAsync("select count(*) from traces"));
        }

        await using var second = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("commontrace_api", 0L), ((string)(await second.ScalarAsync("select current_user::text"))!, (long)(await second.ScalarAsync("select count(*) from traces"))!));
        Assert.NotEqual(mine.Id, theirs.Id);
    }

    [Theory]
    [InlineData("use_api_key('\\x00')")]
    [InlineData("find_invitation('\\x00')")]
    [InlineData("tenant_exists(gen_random_uuid())")]
    public async Task What_sees_past_the_seal_is_for_the_api_alone(string call)
    {
        await using var worker = await ConnectAsync("commontrace_worker", tenantId: null);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => worker.ScalarAsync($"select {call}"));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Theory]
    [InlineData("trace_tags (trace_id, tag_id, tenant_id) select t.id, g.id, $1 from traces t, tags g where t.tenant_id = $2 and g.tenant_id = $1")]
    [InlineData("trace_tags (trace_id, tag_id, tenant_id) select t.id, g.id, $1 from traces t, tags g where t.tenant_id = $1 and g.tenant_id = $2")]
    [InlineData("votes (id, tenant_id, trace_id, voter_id, vote_type, weight, is_established) select gen_random_uuid(), $1, id, contributor_id, 'up', 0.1, false from traces where tenant_id = $2")]
    [InlineData("outcomes (trace_id, user_id, tenant_id, solved, weight, counts) select id, contributor_id, $1, true, 0.2, false from traces where tenant_id = $2")]
    public async Task A_row_cannot_join_two_tenants_whoever_writes_it(string row)
    {
        var (mine, theirs) = await TwoTenantsAsync();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => app.SqlAsync($"insert into {row}", mine.Id, theirs.Id));

        Assert.Equal(PostgresErrorCodes.ForeignKeyViolation, refused.SqlState);
    }

    private async Task<(TestTenant Mine, TestTenant Theirs)> TwoTenantsAsync()
    {
        var (mine, theirs) = (await app.CreateTenantAsync(), await app.CreateTenantAsync());
        foreach (var tenant in new[] { mine, theirs })
        {
            using var client = await tenant.CreateContributorAsync();
            await Api.StoredTraces.StoreAsync(app, tenant, [$"trace of {tenant.Id}"], ["tag"]);
        }

        return (mine, theirs);
    }

    private async Task<NpgsqlConnection> ConnectAsync(string role, Guid? tenantId)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(app.ConnectionString) { Options = $"-c role={role}", Pooling = false }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        if (tenantId is { } id)
        {
            await connection.ScalarAsync($"select set_config('commontrace.tenant', '{id}', false)");
        }

        return connection;
    }
}

internal static class Scalars
{
    public static async Task<object?> ScalarAsync(this NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
