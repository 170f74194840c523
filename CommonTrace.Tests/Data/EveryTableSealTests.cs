using System.Reflection;
using CommonTrace.Core.Data;
using CommonTrace.Core.Tenants;
using CommonTrace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CommonTrace.Tests.Data;

/// <summary>The lower seal on each table that the catalog names, with a row of each of two tenants in it.</summary>
public sealed class EveryTableSealTests(TestApp app)
{
    [Fact]
    public async Task As_the_api_each_table_shows_and_takes_rows_of_ones_own_tenant_only()
    {
        await using var database = await TestDatabase.CreateAsync(app);
        var (mine, theirs) = (await FillAsync(database, "mine"), await FillAsync(database, "theirs"));
        var tables = ((string)(await database.SqlAsync(
            """
            select string_agg(c.relname, ',') from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
            where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
            """))!).Split(',');
        await using var api = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { Options = $"-c role=commontrace_api -c commontrace.tenant={mine}", Pooling = false }.ConnectionString);
        await api.OpenAsync(TestContext.Current.CancellationToken);

        foreach (var table in tables)
        {
            var (own, others) = ((long)(await api.ScalarAsync($"select count(*) from {table}"))!, (long)(await api.ScalarAsync($"select count(*) from {table} where tenant_id = '{theirs}'"))!);
            Assert.True(own > 0, $"Give {table} a row in {nameof(FillAsync)}.");
            Assert.Equal((table, 0L), (table, others));
            if (await api.ScalarAsync($"select has_table_privilege('{table}', 'update')") is false)
            {
                continue;
            }

            var changed = await api.ScalarAsync($"with changed as (update {table} set tenant_id = '{mine}' where tenant_id = '{theirs}' returning 1) select count(*) from changed");
            var given = await Assert.ThrowsAsync<PostgresException>(() => api.ScalarAsync($"update {table} set tenant_id = '{theirs}'"));
            var written = await Assert.ThrowsAsync<PostgresException>(() => api.ScalarAsync($"insert into {table} (tenant_id) values ('{theirs}')"));

            Assert.Equal((table, 0L), (table, (long)changed!));
            Assert.All([given, written], refused => Assert.Equal($"42501: new row violates row-level security policy for table \"{table}\"", refused.Message.Split('\n')[0].Trim()));
        }
    }

    [Fact]
    public async Task Without_the_query_filters_each_set_shows_rows_of_ones_own_tenant_only()
    {
        await using var database = await TestDatabase.CreateAsync(app);
        var mine = await FillAsync(database, "mine");
        await FillAsync(database, "theirs");
        using var host = database.CreateHost(DatabaseRole.Api);
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantContext>().Enter(mine);
        var context = scope.ServiceProvider.GetRequiredService<CommonTraceDbContext>();
        var unfiltered = typeof(EveryTableSealTests).GetMethod(nameof(OwnersAsync), BindingFlags.NonPublic | BindingFlags.Static)!;
        var sets = context.Model.GetEntityTypes().Select(type => type.ClrType).Where(type => type.IsAssignableTo(typeof(ITenantOwned))).ToList();

        Assert.NotEmpty(sets);
        foreach (var set in sets)
        {
            var owners = await (Task<List<Guid>>)unfiltered.MakeGenericMethod(set).Invoke(null, [context])!;
            Assert.Equal((set.Name, mine), (set.Name, Assert.Single(owners)));
        }
    }

    [Fact]
    public async Task A_connection_string_that_keeps_state_in_the_pool_leaks_no_tenant()
    {
        await using var database = await TestDatabase.CreateAsync(app);
        var tenant = await FillAsync(database, "mine");
        var careless = new NpgsqlConnectionStringBuilder(database.ConnectionString) { NoResetOnClose = true, MaxPoolSize = 1 }.ConnectionString;
        using var host = TestDatabase.At(careless).CreateHost(DatabaseRole.Api);

        var asTenant = await CountAsync(host.Services, tenant);
        var asNobody = await CountAsync(host.Services, null);

        Assert.Equal((1, 0), (asTenant, asNobody));
    }

    private static Task<List<Guid>> OwnersAsync<T>(CommonTraceDbContext context)
        where T : class, ITenantOwned =>
        context.Set<T>().IgnoreQueryFilters().Select(row => row.TenantId).Distinct().ToListAsync(TestContext.Current.CancellationToken);

    private static async Task<int> CountAsync(IServiceProvider services, Guid? tenant)
    {
        await using var scope = services.CreateAsyncScope();
        if (tenant is { } id)
        {
            scope.ServiceProvider.GetRequiredService<TenantContext>().Enter(id);
        }

        return await scope.ServiceProvider.GetRequiredService<CommonTraceDbContext>().Traces.IgnoreQueryFilters().CountAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A tenant with one row in each table.</summary>
    private static async Task<Guid> FillAsync(TestDatabase database, string name) => (Guid)(await database.SqlAsync(
        """
        with tenant as (insert into tenants (id, name) values (gen_random_uuid(), $1) returning id),
        person as (insert into users (id, tenant_id) select gen_random_uuid(), id from tenant returning id, tenant_id),
        trace as (
            insert into traces (id, tenant_id, title, context_text, solution_text, content_hash, status, trust_score, confirmation_count, contributor_id, is_seed)
            select gen_random_uuid(), tenant_id, 't', 'c', 's', sha256('x'), 'pending', 0, 0, id, false from person returning id, tenant_id, contributor_id),
        tag as (insert into tags (id, tenant_id, name) select gen_random_uuid(), id, 'tag' from tenant returning id, tenant_id),
        link as (insert into trace_tags (trace_id, tag_id, tenant_id) select trace.id, tag.id, tag.tenant_id from trace, tag),
        vote as (insert into votes (id, tenant_id, trace_id, voter_id, vote_type, weight, is_established) select gen_random_uuid(), tenant_id, id, contributor_id, 'up', 0.1, false from trace),
        outcome as (insert into outcomes (trace_id, user_id, tenant_id, solved, weight, counts) select id, contributor_id, tenant_id, true, 0.2, false from trace),
        opened as (insert into trace_opens (trace_id, user_id, tenant_id) select id, contributor_id, tenant_id from trace),
        reputation as (insert into reputations (tenant_id, user_id, domain_tag, upvote_count, downvote_count) select tenant_id, id, 'tag', 0, 0 from person),
        version as (
            insert into trace_versions (trace_id, version, tenant_id, title, context_text, solution_text, tags, edited_by, created_at)
            select id, 1, tenant_id, 't', 'c', 's', '{}', contributor_id, now() from trace),
        tombstone as (
            insert into tombstones (trace_id, tenant_id, contributor_id, deleted_by, tags, credits, created_at)
            select gen_random_uuid(), tenant_id, id, id, '{}', '[]', now() from person),
        amendment as (
            insert into amendments (id, tenant_id, trace_id, contributor_id, improved_solution, explanation, status, is_credited, safety_flags)
            select gen_random_uuid(), tenant_id, id, contributor_id, 's', 'e', 'pending', false, '{}' from trace),
        flag as (
            insert into trace_flags (id, tenant_id, trace_id, user_id, category, reason, is_established)
            select gen_random_uuid(), tenant_id, id, contributor_id, 'spam', 'r', false from trace),
        usage as (insert into tenant_usage (tenant_id, day, writes) select id, current_date, 0 from tenant),
        invitation as (
            insert into invitations (id, tenant_id, prefix, code_hash, scopes, uses, max_uses, created_by)
            select gen_random_uuid(), tenant_id, 'cti_', sha256(convert_to($1, 'UTF8')), '{read}', 0, 1, id from person),
        request as (insert into idempotency_keys (tenant_id, user_id, key, request_hash, trace_id) select tenant_id, contributor_id, 'k', sha256('x'), id from trace),
        key as (insert into api_keys (id, tenant_id, user_id, name, prefix, key_hash, scopes) select gen_random_uuid(), tenant_id, id, 'k', 'ct_', sha256(convert_to($1, 'UTF8')), '{read}' from person),
        stats as (insert into trace_stats (trace_id, tenant_id, retrieval_count, solved_count, failed_count) select id, tenant_id, 0, 0, 0 from trace),
        miss as (insert into search_misses (tenant_id, query_hash, tags, misses) select id, sha256('x'), '{}', 1 from tenant),
        job as (
            insert into embedding_jobs (id, tenant_id, trace_id, status, priority, attempt, max_attempts, content_hash)
            select gen_random_uuid(), tenant_id, id, 'pending', 0, 0, 5, sha256('x') from trace)
        select id from tenant
        """,
        name))!;
}
