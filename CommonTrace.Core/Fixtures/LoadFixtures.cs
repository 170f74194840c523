using System.Text.Json;
using CommonTrace.Core.Data;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Jobs;
using CommonTrace.Core.Tags;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CommonTrace.Core.Fixtures;

/// <summary>Loads sample traces into <c>commons</c>, validated and marked as seed. What is there already stays as it is.</summary>
public sealed class LoadFixtures(CommonTraceDbContext database, TenantContext tenant, UseTags useTags, ILogger<LoadFixtures> logger)
{
    private const string SeedEmail = "seed@commontrace.dev";

    /// <summary>The advisory lock's number: "CT seeds" in ASCII.</summary>
    private const long LockKey = 0x4354207365656473;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true };

    /// <summary>Runs it, all in one transaction. Throws <see cref="InvalidDataException"/> when the file does not hold traces.</summary>
    /// <param name="path">A JSON array of traces; see fixtures/README.md.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <returns>How many were new.</returns>
    public async Task<int> ExecuteAsync(string path, CancellationToken cancellationToken)
    {
        var samples = Read(path);
        tenant.Enter(Tenant.CommonsId);
        var added = await database.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            database.ChangeTracker.Clear();
            await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
            // One at a time: two that look for the same sample would both miss it, and one would fail.
            await database.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({LockKey})", cancellationToken);
            var count = await AddMissingAsync(samples, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return count;
        });
        logger.LogInformation("Sample traces: {Added} loaded, {Present} were there already", added, samples.Count - added);
        return added;
    }

    private static List<Sample> Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize<List<Sample>>(file, Json) ?? [];
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path} is not a JSON array of traces: {exception.Message}", exception);
        }
    }

    private async Task<int> AddMissingAsync(IReadOnlyList<Sample> samples, CancellationToken cancellationToken)
    {
        var seed = await SeedUserAsync(cancellationToken);
        var added = 0;
        foreach (var sample in samples)
        {
            var hash = EmbeddingText.Hash(sample.Title, sample.ContextText, sample.SolutionText);
            if (!await database.Traces.AnyAsync(trace => trace.Id == sample.Id || trace.ContentHash == hash, cancellationToken))
            {
                await AddAsync(sample, hash, seed, cancellationToken);
                added++;
            }
        }

        return added;
    }

    private async Task<Guid> SeedUserAsync(CancellationToken cancellationToken)
    {
        var standing = await database.Users.Where(user => user.Email == SeedEmail).Select(user => (Guid?)user.Id).SingleOrDefaultAsync(cancellationToken);
        if (standing is { } id)
        {
            return id;
        }

        var seed = new User { Id = Guid.CreateVersion7(), TenantId = Tenant.CommonsId, Email = SeedEmail, DisplayName = "CommonTrace samples" };
        database.Users.Add(seed);
        await database.SaveChangesAsync(cancellationToken);
        return seed.Id;
    }

    private async Task AddAsync(Sample sample, byte[] hash, Guid seed, CancellationToken cancellationToken)
    {
        var (tags, dropped) = Tag.NormalizeAll(sample.Tags);
        if (dropped.Count > 0)
        {
            logger.LogWarning("Sample trace {Id}: {Dropped} cannot be tags and are left out", sample.Id, dropped);
        }

        var tagIds = await useTags.ExecuteAsync(Tenant.CommonsId, tags, cancellationToken);
        database.Traces.Add(new Trace
        {
            Id = sample.Id,
            TenantId = Tenant.CommonsId,
            ContributorId = seed,
            Title = sample.Title,
            ContextText = sample.ContextText,
            SolutionText = sample.SolutionText,
            ContentHash = hash,
            SolutionHash = CheckTrace.HashOfSolution(sample.SolutionText),
            AgentModel = sample.AgentModel,
            AgentVersion = sample.AgentVersion,
            Status = TraceStatus.Validated,
            IsSeed = true,
        });
        database.TraceTags.AddRange(tagIds.Select(tagId => new TraceTag { TraceId = sample.Id, TagId = tagId, TenantId = Tenant.CommonsId }));
        database.EmbeddingJobs.Add(new EmbeddingJob { Id = Guid.CreateVersion7(), TenantId = Tenant.CommonsId, TraceId = sample.Id, ContentHash = hash });
        await database.SaveChangesAsync(cancellationToken);
    }

    private sealed record Sample
    {
        public required Guid Id { get; init; }

        public required string Title { get; init; }

        public required string ContextText { get; init; }

        public required string SolutionText { get; init; }

        public required IReadOnlyList<string> Tags { get; init; }

        public string? AgentModel { get; init; }

        public string? AgentVersion { get; init; }
    }
}
