using System.Text.Json;
using CommonTrace.Core.Data;
using CommonTrace.Core.Tags;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Pgvector;

namespace CommonTrace.Tests.Data;

/// <summary>What a database can do, and holds, right after it was made.</summary>
public sealed class FreshDatabaseTests(TestApp app)
{
    [Fact]
    public async Task The_process_that_created_the_extension_can_write_vectors()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(app);
        using var host = database.CreateHost(DatabaseRole.Owner);
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<MigrateDatabase>().ExecuteAsync(TestContext.Current.CancellationToken);
        scope.ServiceProvider.GetRequiredService<TenantContext>().Enter(Tenant.CommonsId);
        var context = scope.ServiceProvider.GetRequiredService<CommonTraceDbContext>();

        context.Traces.Add(new Trace
        {
            Id = Guid.CreateVersion7(),
            TenantId = Tenant.CommonsId,
            ContributorId = User.OperatorId,
            Title = "t",
            ContextText = "c",
            SolutionText = "s",
            ContentHash = new byte[32],
            Embedding = new Vector(new float[1536].Select((_, index) => (float)index).ToArray()),
            EmbeddingModelId = "m",
            EmbeddingModelVersion = "1",
        });
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1535f, (await context.Traces.AsNoTracking().SingleAsync(TestContext.Current.CancellationToken)).Embedding!.Memory.Span[1535]);
    }

    [Fact]
    public async Task Every_sample_is_loaded_with_its_tags_in_their_one_spelling()
    {
        await using var file = File.OpenRead(Path.Combine(ServiceFolder, "fixtures", "sample_traces.json"));
        using var samples = await JsonDocument.ParseAsync(file, cancellationToken: TestContext.Current.CancellationToken);

        foreach (var sample in samples.RootElement.EnumerateArray())
        {
            var tags = sample.GetProperty("tags").EnumerateArray().Select(tag => Tag.Normalize(tag.GetString()!)).Distinct().Order(StringComparer.Ordinal);

            var stored = await app.SqlAsync(
                """
                select t.title || '|' || (select string_agg(g.name, ',' order by g.name collate "C") from trace_tags l join tags g on g.id = l.tag_id where l.trace_id = t.id)
                from traces t where t.id = $1 and t.status = 'validated' and t.is_seed and t.tenant_id = $2
                """,
                sample.GetProperty("id").GetGuid(), Tenant.CommonsId);

            Assert.Equal($"{sample.GetProperty("title").GetString()}|{string.Join(',', tags)}", stored);
        }
    }

    private static string ServiceFolder => Path.Combine(
        new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)).Parent!.Parent!.FullName,
        "CommonTrace.MigrationService",
        new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)).Name);
}
