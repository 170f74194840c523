using CommonTrace.Core.Amendments;
using CommonTrace.Core.Audit;
using CommonTrace.Core.Data;
using CommonTrace.Core.Doctor;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Embeddings.Reembed;
using CommonTrace.Core.Export;
using CommonTrace.Core.Fixtures;
using CommonTrace.Core.Import;
using CommonTrace.Core.Jobs;
using CommonTrace.Core.Jobs.Control;
using CommonTrace.Core.Jobs.History;
using CommonTrace.Core.Moderation;
using CommonTrace.Core.RateLimits;
using CommonTrace.Core.Redis;
using CommonTrace.Core.Safety;
using CommonTrace.Core.Search;
using CommonTrace.Core.Search.Misses;
using CommonTrace.Core.Search.Similar;
using CommonTrace.Core.Search.Words;
using CommonTrace.Core.Tags;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Trust;
using CommonTrace.Core.Users;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CommonTrace.Core;

/// <summary>Registers what CommonTrace does; the hosts add how they are spoken to.</summary>
public static class CoreServices
{
    /// <summary>Registers the database under a role, Redis' wake-up call, the options and the verbs.</summary>
    public static void AddCommonTrace(this IHostApplicationBuilder builder, DatabaseRole role)
    {
        builder.AddCommonTraceDatabase(role);
        builder.Services.AddValidated<AuthOptions>(AuthOptions.Section);
        builder.Services.AddValidated<RateLimitOptions>(RateLimitOptions.Section);
        builder.Services.AddValidated<QueueOptions>(QueueOptions.Section);
        builder.Services.AddValidated<SearchOptions>(SearchOptions.Section);
        builder.Services.AddValidated<SafetyOptions>(SafetyOptions.Section);
        builder.Services.AddValidated<ModerationOptions>(ModerationOptions.Section);
        builder.Services.AddValidated<EmbeddingOptions>(EmbeddingOptions.Section)
            .PostConfigure<IConfiguration>((options, configuration) =>
                options.ApiKey = string.IsNullOrWhiteSpace(options.ApiKey) ? configuration["OPENAI_API_KEY"] : options.ApiKey);

        builder.Services.AddKeysAndTenants();
        builder.Services.AddSingleton<OptionalRedis>();
        builder.Services.AddSingleton<LocalBuckets>();
        builder.Services.AddSingleton<RedisBuckets>();
        builder.Services.AddSingleton<TakeToken>();
        builder.Services.AddScoped<UseTags>();
        builder.Services.AddScoped<ListTags>();
        builder.Services.AddScoped<GetTag>();
        builder.Services.AddScoped<ListTrendingTags>();
        builder.Services.AddScoped<IdempotentRequests>();
        builder.Services.AddScoped<StoreTrace>();
        builder.Services.AddScoped<CheckTrace>();
        builder.Services.AddScoped<CheckEdit>();
        builder.Services.AddScoped<ContributeTrace>();
        builder.Services.AddScoped<GetTrace>();
        builder.Services.AddTraceLife();
        builder.Services.AddMoving();
        builder.Services.AddSearch();
        builder.Services.AddTrust();
        builder.Services.AddSingleton<EmbeddingProvider>();
        builder.Services.AddSingleton<EmbeddingSets>();
        builder.Services.AddSingleton<EstablishSet>();
        builder.Services.AddSingleton<ConfiguredModel>();
        builder.Services.AddSingleton<VectorIndex>();
        builder.Services.AddSingleton<TendVectorIndex>();
        builder.Services.AddSingleton<CheckModel>();
        builder.Services.AddSingleton<EstimateReembedding>();
        builder.Services.AddSingleton<GetReembedding>();
        builder.Services.AddSingleton<StartReembedding>();
        builder.Services.AddSingleton<PauseReembedding>();
        builder.Services.AddSingleton<AbortReembedding>();
        builder.Services.AddSingleton<RollBackReembedding>();
        builder.Services.AddSingleton<PlanReembedding>();
        builder.Services.AddSingleton<SwapSets>();
        builder.Services.AddSingleton<AdvanceReembedding>();
        builder.Services.AddSingleton<LocalBreakers>();
        builder.Services.AddSingleton<ProviderCircuit>();
        builder.Services.AddSingleton<QueueDatabase>();
        builder.Services.AddSingleton<JobQueue>();
        builder.Services.AddSingleton<JobUpkeep>();
        builder.Services.AddSingleton<WorkerRegister>();
        builder.Services.AddSingleton<JobWakeUp>();
        builder.Services.AddSingleton<EmbedTexts>();
        builder.Services.AddSingleton<EmbedBatch>();
        builder.Services.AddQueueControl();
        builder.Services.AddScoped<MigrateDatabase>();
        builder.Services.AddScoped<LoadFixtures>();
    }

    /// <summary>What happens to a trace after it was stored.</summary>
    private static void AddTraceLife(this IServiceCollection services)
    {
        services.AddScoped<LockTrace>();
        services.AddScoped<StoreVersion>();
        services.AddScoped<ReviseTrace>();
        services.AddScoped<EditTrace>();
        services.AddScoped<RevertTrace>();
        services.AddScoped<DeleteTrace>();
        services.AddScoped<ListTraces>();
        services.AddScoped<ListVersions>();
        services.AddScoped<GetVersion>();
        services.AddScoped<ProposeAmendment>();
        services.AddScoped<ListAmendments>();
        services.AddScoped<AcceptAmendment>();
        services.AddScoped<RejectAmendment>();
        services.AddScoped<RecordModeration>();
        services.AddScoped<FlagTrace>();
        services.AddScoped<ListFlagged>();
        services.AddScoped<ReadExcerpts>();
        services.AddScoped<RestoreTrace>();
    }

    private static void AddMoving(this IServiceCollection services)
    {
        services.AddScoped<SortChunk>();
        services.AddScoped<StoreChunk>();
        services.AddScoped<CheckChunk>();
        services.AddScoped<ImportTraces>();
        services.AddScoped<ExportTraces>();
    }

    private static void AddSearch(this IServiceCollection services)
    {
        services.AddScoped<SearchTraces>();
        services.AddScoped<FindCandidates>();
        services.AddScoped<ReadHits>();
        services.AddScoped<FindSimilar>();
        services.AddScoped<ListRelated>();
        services.AddScoped<NoteMiss>();
        services.AddSingleton<FilterReach>();
        services.AddSingleton<TenantSize>();
        services.AddSingleton<QueryEmbedder>();
        services.AddSingleton<QueryVectors>();
        services.AddSingleton<IndexWords>();
        services.AddSingleton<ListWanted>();
        services.AddSingleton<ForgetMisses>();
    }

    private static void AddTrust(this IServiceCollection services)
    {
        services.AddValidated<TrustOptions>(TrustOptions.Section);
        services.AddScoped<CastVote>();
        services.AddScoped<ChangeVote>();
        services.AddScoped<WithdrawVote>();
        services.AddScoped<ReportOutcome>();
        services.AddScoped<GetJudgement>();
        services.AddScoped<AdjustReputation>();
        services.AddScoped<GetReputation>();
        services.AddScoped<RecountTrust>();
        services.AddSingleton<StoreOpens>();
        services.AddSingleton<NoteOpens>();
    }

    /// <summary>What the queue tells, and what an operator tells it.</summary>
    private static void AddQueueControl(this IServiceCollection services)
    {
        services.AddSingleton<JobTenant>();
        services.AddSingleton<ListJobs>();
        services.AddSingleton<GetJob>();
        services.AddSingleton<GetJobStats>();
        services.AddSingleton<ListWorkers>();
        services.AddSingleton<ListLostWorkers>();
        services.AddSingleton<GroupFailedJobs>();
        services.AddSingleton<InspectJob>();
        services.AddSingleton<NameUsers>();
        services.AddSingleton<GetProviderHealth>();
        services.AddSingleton<GetQueueHistory>();
        services.AddSingleton<GetQueuePace>();
        services.AddSingleton<RecordQueueMinute>();
        services.AddSingleton<ReadQueueFigures>();
        services.AddSingleton<GetQueueStatus>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<QueueActivity>();
        services.AddSingleton<PauseQueue>();
        services.AddSingleton<ResumeQueue>();
        services.AddSingleton<DrainQueue>();
        services.AddSingleton<QuiesceQueue>();
        services.AddSingleton<RetryJob>();
        services.AddSingleton<RetryFailedJobs>();
        services.AddSingleton<RequeueStaleJobs>();
        services.AddSingleton<ReadStoreVitals>();
        services.AddSingleton<ReadBacklog>();
        services.AddScoped<ExamineSystem>();
    }

    /// <summary>Binds a section to its options, checked when the host starts.</summary>
    public static OptionsBuilder<TOptions> AddValidated<TOptions>(this IServiceCollection services, string section)
        where TOptions : class =>
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();
}
