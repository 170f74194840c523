using CommonTrace.Core.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace CommonTrace.Core.Data;

/// <summary>Registers the database under its connection name <c>commontrace</c>.</summary>
public static class DatabaseServices
{
    // A request that waits longer for a database that went away is better told so.
    private const int MostRetries = 3;
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromSeconds(2);

    /// <summary>The connection's name in configuration: <c>ConnectionStrings:commontrace</c>.</summary>
    public const string ConnectionName = "commontrace";

    /// <summary>Registers <see cref="CommonTraceDbContext"/>, the wait for its newest migration, and the health check <c>database</c>.</summary>
    /// <exception cref="InvalidOperationException">No connection string is configured.</exception>
    public static void AddCommonTraceDatabase(this IHostApplicationBuilder builder, DatabaseRole role)
    {
        var connectionString = builder.Configuration.GetConnectionString(ConnectionName) ?? throw new InvalidOperationException(
            $"No connection string: set ConnectionStrings__{ConnectionName} (the AppHost does), e.g. Host=localhost;Username=postgres;Database=commontrace.");

        builder.Services.AddScoped<TenantContext>();
        // Not pooled: a pooled context would keep the tenant of its last user.
        builder.Services.AddDbContext<CommonTraceDbContext>(options => options
            .UseNpgsql(connectionString.As(role), npgsql => npgsql.UseVector().EnableRetryOnFailure(MostRetries, LongestRetryDelay, errorCodesToAdd: null))
            .AddInterceptors(new TenantConnectionInterceptor())
            // There is no model snapshot to compare with: the design-time package is not used, and a test compares catalogs instead.
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning)));
        builder.EnrichNpgsqlDbContext<CommonTraceDbContext>(settings => settings.DisableHealthChecks = true);

        builder.Services.AddSingleton(new DatabaseLogin(connectionString));
        builder.Services.AddSingleton<OwnerDatabase>();
        builder.Services.AddSingleton<DatabaseGate>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("database", timeout: TimeSpan.FromSeconds(5));
        builder.Services.TryAddSingleton(TimeProvider.System);
    }
}

/// <summary>The login itself, without a role: for the few connections that do not go through the context.</summary>
public sealed class DatabaseLogin(string connectionString)
{
    /// <summary>With the password, which a context's own connection string lacks.</summary>
    public string ConnectionString => connectionString;
}
