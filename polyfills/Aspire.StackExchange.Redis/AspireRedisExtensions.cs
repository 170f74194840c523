using Aspire.StackExchange.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

public static class AspireRedisExtensions
{
    private const string SectionName = "Aspire:StackExchange:Redis";
    private const string HealthCheckName = "StackExchange.Redis";

    /// <summary>Registers <see cref="IConnectionMultiplexer"/> on the named connection string, with a health check. Redis may be away.</summary>
    public static void AddRedisClient(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionName);

        var section = builder.Configuration.GetSection(SectionName);
        var settings = new StackExchangeRedisSettings();
        section.Bind(settings);
        section.GetSection(connectionName).Bind(settings);
        settings.ConnectionString = builder.Configuration.GetConnectionString(connectionName) ?? settings.ConnectionString;
        configureSettings?.Invoke(settings);

        builder.Services.AddSingleton(services => new RedisConnection(() =>
        {
            var options = RedisConnectionString.Parse(
                RequireConnectionString(settings, connectionName),
                services.GetRequiredService<ILogger<RedisConnection>>());
            section.GetSection("ConfigurationOptions").Bind(options);
            section.GetSection($"{connectionName}:ConfigurationOptions").Bind(options);
            configureOptions?.Invoke(options);
            return options;
        }));

        // Services are resolved synchronously; whoever asks first waits for the first attempt to connect, as with the real package.
        builder.Services.AddSingleton<IConnectionMultiplexer>(services =>
            services.GetRequiredService<RedisConnection>().ConnectAsync().GetAwaiter().GetResult());

        if (!settings.DisableAutoActivation)
        {
            builder.Services.AddHostedService<RedisActivation>();
        }

        if (!settings.DisableHealthChecks && builder.Properties.TryAdd(typeof(RedisHealthCheck), true))
        {
            builder.Services.AddHealthChecks().AddCheck<RedisHealthCheck>(HealthCheckName);
        }
    }

    private static string RequireConnectionString(StackExchangeRedisSettings settings, string connectionName) =>
        string.IsNullOrWhiteSpace(settings.ConnectionString)
            ? throw new InvalidOperationException(
                $"There is no connection string for Redis. Set ConnectionStrings:{connectionName} or {SectionName}:ConnectionString.")
            : settings.ConnectionString;
}
