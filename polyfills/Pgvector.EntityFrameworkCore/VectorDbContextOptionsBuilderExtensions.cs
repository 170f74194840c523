using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;
using Pgvector.EntityFrameworkCore;

namespace Microsoft.EntityFrameworkCore;

public static class VectorDbContextOptionsBuilderExtensions
{
    /// <summary>Maps <see cref="Pgvector.Vector"/> in the model, in queries, and on the connections that the context opens.</summary>
    public static NpgsqlDbContextOptionsBuilder UseVector(this NpgsqlDbContextOptionsBuilder optionsBuilder)
    {
        ArgumentNullException.ThrowIfNull(optionsBuilder);

        var options = ((IRelationalDbContextOptionsBuilderInfrastructure)optionsBuilder).OptionsBuilder;
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new VectorOptionsExtension());
        return optionsBuilder;
    }
}
