using CommonTrace.Api.Auth;
using CommonTrace.Api.Pages.Operate.Jobs;
using CommonTrace.Api.Pages.Operate.Live;
using CommonTrace.Api.Pages.Operate.Queue;
using CommonTrace.Api.Pages.Operate.Records;
using CommonTrace.Api.Pages.Operate.Reembed;
using CommonTrace.Core.Users;

namespace CommonTrace.Api.Pages.Operate;

/// <summary>What an operator sees and steers: the queue, its jobs, the change of the model, and the records.</summary>
internal static class OperatePages
{
    public static void AddOperatePages(this IServiceCollection services)
    {
        services.AddSingleton<PartRenderer>();
        services.AddSingleton<LiveStream>();
        services.AddSingleton<ReadQueueScene>();
        services.AddSingleton<LiveQueue>();
        services.AddSingleton<QueuePageReader>();
        services.AddSingleton<LiveReembedding>();
        services.AddSingleton<QueueWaits>();
        services.AddHostedService(provider => provider.GetRequiredService<QueueWaits>());
    }

    public static void MapOperatePages(this RouteGroupBuilder pages)
    {
        var operate = pages.MapGroup("/operate").RequireScope(Scopes.Operate);
        operate.MapQueuePages();
        operate.MapJobPages();
        operate.MapReembedPages();
        operate.MapRecordPages();
    }
}
