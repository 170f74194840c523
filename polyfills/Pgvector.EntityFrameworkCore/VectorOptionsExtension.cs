using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

namespace Pgvector.EntityFrameworkCore;

internal sealed class VectorOptionsExtension : IDbContextOptionsExtension
{
    public DbContextOptionsExtensionInfo Info => field ??= new ExtensionInfo(this);

    public void ApplyServices(IServiceCollection services)
    {
        new EntityFrameworkRelationalServicesBuilder(services)
            .TryAdd<IRelationalTypeMappingSourcePlugin, VectorTypeMappingPlugin>()
            .TryAdd<IMethodCallTranslatorPlugin, VectorDistanceTranslatorPlugin>();
        services.AddSingleton<INpgsqlDataSourceConfigurationPlugin, DataSourcePlugin>();
    }

    public void Validate(IDbContextOptions options)
    {
    }

    /// <summary>EF Core makes its own data source from a connection string; it must know the type too.</summary>
    private sealed class DataSourcePlugin : INpgsqlDataSourceConfigurationPlugin
    {
        public void Configure(NpgsqlDataSourceBuilder npgsqlDataSourceBuilder) => npgsqlDataSourceBuilder.UseVector();
    }

    private sealed class ExtensionInfo(IDbContextOptionsExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "using vector ";

        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is ExtensionInfo;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) => debugInfo["Pgvector:UseVector"] = "1";
    }
}
