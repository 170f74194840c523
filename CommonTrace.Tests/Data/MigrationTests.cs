using CommonTrace.Core.Data;
using CommonTrace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommonTrace.Tests.Data;

/// <summary>What the migrations make of an empty database.</summary>
public sealed class MigrationTests(TestApp app)
{
    [Fact]
    public async Task The_model_and_the_migrations_describe_the_same_database()
    {
        await using var migrated = await TestDatabase.CreateAsync(app);
        await using var modelled = await TestDatabase.CreateEmptyAsync(app);
        await using (var scope = migrated.CreateHost(DatabaseRole.Owner).Services.CreateAsyncScope())
        {
            await modelled.SqlAsync(scope.ServiceProvider.GetRequiredService<CommonTraceDbContext>().Database.GenerateCreateScript());
        }

        Assert.Equal(await Catalog.ReadAsync(modelled), await Catalog.ReadAsync(migrated));
    }

    [Fact]
    public async Task A_second_run_changes_nothing()
    {
        await using var database = await TestDatabase.CreateAsync(app);
        var before = await Catalog.ReadAsync(database) + await HistoryAsync(database);

        await MigrateAsync(database);

        Assert.Equal(before, await Catalog.ReadAsync(database) + await HistoryAsync(database));
    }

    [Fact]
    public async Task Four_runs_at_once_migrate_once()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(app);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => MigrateAsync(database)));

        Assert.Equal("0000_vector_extension,0001_traces,0002_tenants_and_seal,0003_embedding_jobs,0004_embedding_pipeline,0005_search,0006_keys_and_quotas,0007_trust,0008_life_of_a_trace,0009_moving_data,0010_pages,0011_queue_history,0012_lighter_keys", await HistoryAsync(database));
    }

    [Theory]
    [InlineData("ix_traces_embedding_hnsw", "USING hnsw (embedding vector_cosine_ops) WITH (m='16', ef_construction='64')")]
    [InlineData("ix_traces_status", "USING btree (status)")]
    [InlineData("ix_traces_contributor_id", "USING btree (contributor_id)")]
    [InlineData("ix_traces_created_at", "USING btree (created_at)")]
    [InlineData("ix_tags_name", "USING btree (tenant_id, name)")]
    [InlineData("ix_traces_content_hash", "USING btree (content_hash, tenant_id)")]
    [InlineData("ix_votes_trace_id_voter_id", "USING btree (trace_id, voter_id)")]
    [InlineData("ix_embedding_jobs_due", "USING btree (priority DESC, tenant_id, scheduled_at, id) WHERE ((status = 'pending'::text) AND (embedding_set_id IS NULL))")]
    public async Task An_index_is_as_designed(string name, string definition)
    {
        var found = await app.SqlAsync("select pg_get_indexdef($1::regclass)", name);

        Assert.EndsWith(definition, (string?)found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traces_leave_room_for_updates_that_spare_the_vector_index()
    {
        var options = await app.SqlAsync("select array_to_string(reloptions, ',') from pg_class where relname = 'traces'");
        var vector = await app.SqlAsync("select format_type(atttypid, atttypmod) from pg_attribute where attrelid = 'traces'::regclass and attname = 'embedding'");

        Assert.Equal(("fillfactor=70,parallel_workers=2", "vector(1536)"), ((string?)options, (string?)vector));
    }

    private static async Task MigrateAsync(TestDatabase database)
    {
        using var host = database.CreateHost(DatabaseRole.Owner);
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<MigrateDatabase>().ExecuteAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<string?> HistoryAsync(TestDatabase database) =>
        (string?)await database.SqlAsync("""select string_agg("MigrationId", ',' order by "MigrationId") from "__EFMigrationsHistory" """);
}
