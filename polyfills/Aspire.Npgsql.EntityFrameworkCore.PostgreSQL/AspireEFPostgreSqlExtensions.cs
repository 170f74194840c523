using Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

public static class AspireEFPostgreSqlExtensions
{
    private const string SectionName = "Aspire:Npgsql:EntityFrameworkCore:PostgreSQL";

    /// <summary>Registers a pooled context on the named connection string, with retries, a health check, traces and metrics.</summary>
    /// <exception cref="InvalidOperationException">The context is registered already.</exception>
    public static void AddNpgsqlDbContext<TContext>(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<NpgsqlEntityFrameworkCorePostgreSQLSettings>? configureSettings = null,
        Action<DbContextOptionsBuilder>? configureDbContextOptions = null)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionName);

        if (builder.Environment.IsDevelopment() && IsRegistered<TContext>(builder))
        {
            throw new InvalidOperationException(
                $"{typeof(TContext).Name} is registered already. Remove its AddDbContext call, or keep it and call {nameof(EnrichNpgsqlDbContext)} after it.");
        }

        var settings = ReadSettings<TContext>(builder, connectionName);
        settings.ConnectionString = builder.Configuration.GetConnectionString(connectionName) ?? settings.ConnectionString;
        configureSettings?.Invoke(settings);

        builder.Services.AddDbContextPool<TContext>(options =>
        {
            options.UseNpgsql(RequireConnectionString(settings, connectionName));
            ContextResilience.Configure<TContext>(options, settings);
            configureDbContextOptions?.Invoke(options);
        });
        ContextInstrumentation.Add<TContext>(builder, settings);
    }

    /// <summary>Adds retries, a health check, traces and metrics to a context that is registered already.</summary>
    /// <exception cref="InvalidOperationException">
    /// The context is not registered; or, when it is first used, it was registered with another execution strategy or command timeout.
    /// </exception>
    public static void EnrichNpgsqlDbContext<TContext>(
        this IHostApplicationBuilder builder,
        Action<NpgsqlEntityFrameworkCorePostgreSQLSettings>? configureSettings = null)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);

        var settings = ReadSettings<TContext>(builder, connectionName: null);
        configureSettings?.Invoke(settings);

        if (!settings.DisableRetry || settings.CommandTimeout is not null)
        {
            if (!IsRegistered<TContext>(builder))
            {
                throw new InvalidOperationException(
                    $"{typeof(TContext).Name} is not registered. Call AddDbContext<{typeof(TContext).Name}> before {nameof(EnrichNpgsqlDbContext)}.");
            }

            builder.Services.ConfigureDbContext<TContext>(options => ContextResilience.Configure<TContext>(options, settings));
        }

        ContextInstrumentation.Add<TContext>(builder, settings);
    }

    private static bool IsRegistered<TContext>(IHostApplicationBuilder builder)
        where TContext : DbContext =>
        builder.Services.Any(service => service.ServiceType == typeof(DbContextOptions<TContext>));

    private static NpgsqlEntityFrameworkCorePostgreSQLSettings ReadSettings<TContext>(IHostApplicationBuilder builder, string? connectionName)
    {
        var settings = new NpgsqlEntityFrameworkCorePostgreSQLSettings();
        var section = builder.Configuration.GetSection(SectionName);
        section.Bind(settings);
        if (connectionName is not null)
        {
            section.GetSection(connectionName).Bind(settings);
        }

        section.GetSection(typeof(TContext).Name).Bind(settings);
        return settings;
    }

    private static string RequireConnectionString(NpgsqlEntityFrameworkCorePostgreSQLSettings settings, string connectionName) =>
        string.IsNullOrWhiteSpace(settings.ConnectionString)
            ? throw new InvalidOperationException(
                $"There is no connection string for PostgreSQL. Set ConnectionStrings:{connectionName} or {SectionName}:ConnectionString.")
            : settings.ConnectionString;
}
