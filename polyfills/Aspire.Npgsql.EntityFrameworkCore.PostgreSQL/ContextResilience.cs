using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql.EntityFrameworkCore.PostgreSQL;
using Npgsql.EntityFrameworkCore.PostgreSQL.Storage.Internal;

namespace Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;

/// <summary>Retries and the command timeout; neither silently replaces what the application chose itself.</summary>
internal static class ContextResilience
{
    public static void Configure<TContext>(DbContextOptionsBuilder options, NpgsqlEntityFrameworkCorePostgreSQLSettings settings)
        where TContext : DbContext =>
        options.UseNpgsql(npgsql =>
        {
            var chosen = options.Options.Extensions.OfType<RelationalOptionsExtension>().SingleOrDefault();
            if (!settings.DisableRetry && NeedsRetryStrategy<TContext>(options, chosen))
            {
                npgsql.EnableRetryOnFailure();
            }

            if (settings.CommandTimeout is { } timeout)
            {
                RequireSameTimeout<TContext>(chosen?.CommandTimeout, timeout);
                npgsql.CommandTimeout(timeout);
            }
        });

    private static bool NeedsRetryStrategy<TContext>(DbContextOptionsBuilder options, RelationalOptionsExtension? chosen)
    {
        // A strategy is only known by making one; those that retry already look at the options alone.
        var strategy = chosen?.ExecutionStrategyFactory?.Invoke(new ExecutionStrategyDependencies(null!, options.Options, null!));

        return strategy switch
        {
            null => true,
            NpgsqlRetryingExecutionStrategy => false,
            _ when strategy.GetType() == typeof(NpgsqlExecutionStrategy) => true,
            _ => throw new InvalidOperationException(
                $"{typeof(TContext).Name} is registered with the execution strategy {strategy.GetType().Name}, which retrying would replace. " +
                $"Set {nameof(NpgsqlEntityFrameworkCorePostgreSQLSettings.DisableRetry)} to keep it."),
        };
    }

    private static void RequireSameTimeout<TContext>(int? chosen, int timeout)
    {
        if (chosen is not null && chosen != timeout)
        {
            throw new InvalidOperationException(
                $"{typeof(TContext).Name} is registered with a command timeout of {chosen} s, but " +
                $"{nameof(NpgsqlEntityFrameworkCorePostgreSQLSettings.CommandTimeout)} asks for {timeout} s. Set one of them.");
        }
    }
}
