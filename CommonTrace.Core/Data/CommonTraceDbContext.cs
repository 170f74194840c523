using CommonTrace.Core.Amendments;
using CommonTrace.Core.Jobs;
using CommonTrace.Core.Moderation;
using CommonTrace.Core.Search;
using CommonTrace.Core.Search.Misses;
using CommonTrace.Core.Tags;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Trust;
using CommonTrace.Core.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace CommonTrace.Core.Data;

/// <summary>The database. Every set but <see cref="Tenants"/> and the queue's own tables shows the rows of the scope's tenant only: the first of the two seals.</summary>
public sealed class CommonTraceDbContext(DbContextOptions<CommonTraceDbContext> options, TenantContext tenant) : DbContext(options)
{
    public DbSet<Tenant> Tenants => Set<Tenant>();

    public DbSet<User> Users => Set<User>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<Trace> Traces => Set<Trace>();

    public DbSet<IdempotencyKey> IdempotencyKeys => Set<IdempotencyKey>();

    public DbSet<Vote> Votes => Set<Vote>();

    public DbSet<Tag> Tags => Set<Tag>();

    public DbSet<TraceTag> TraceTags => Set<TraceTag>();

    public DbSet<EmbeddingJob> EmbeddingJobs => Set<EmbeddingJob>();

    /// <summary>The scope's tenant; what the filters compare with.</summary>
    public Guid? TenantId => tenant.TenantId;

    // Every index is one that somebody asked for.
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Conventions.Remove<ForeignKeyIndexConvention>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasPostgresExtension("btree_gin").HasPostgresExtension("pg_trgm").HasPostgresExtension("vector");
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(CommonTraceDbContext).Assembly);
        Seal<User>(modelBuilder);
        Seal<ApiKey>(modelBuilder);
        Seal<Trace>(modelBuilder);
        Seal<IdempotencyKey>(modelBuilder);
        Seal<Vote>(modelBuilder);
        Seal<Tag>(modelBuilder);
        Seal<TraceTag>(modelBuilder);
        Seal<EmbeddingJob>(modelBuilder);
        Seal<EmbeddingJobCount>(modelBuilder);
        Seal<TraceSearch>(modelBuilder);
        Seal<TraceStats>(modelBuilder);
        Seal<SearchMiss>(modelBuilder);
        Seal<TenantUsage>(modelBuilder);
        Seal<Invitation>(modelBuilder);
        Seal<Outcome>(modelBuilder);
        Seal<TraceOpen>(modelBuilder);
        Seal<Reputation>(modelBuilder);
        Seal<TraceVersion>(modelBuilder);
        Seal<Tombstone>(modelBuilder);
        Seal<Amendment>(modelBuilder);
        Seal<TraceFlag>(modelBuilder);
        modelBuilder.UseSnakeCaseNames();
    }

    private void Seal<TEntity>(ModelBuilder modelBuilder)
        where TEntity : class, ITenantOwned =>
        modelBuilder.Entity<TEntity>().HasQueryFilter(row => row.TenantId == TenantId);
}
