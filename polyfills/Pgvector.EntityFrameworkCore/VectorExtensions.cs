using Npgsql.TypeMapping;
using Pgvector;

namespace Npgsql;

public static class VectorExtensions
{
    /// <summary>Lets every connection of the data source send and read <see cref="Vector"/>.</summary>
    public static INpgsqlTypeMapper UseVector(this INpgsqlTypeMapper mapper)
    {
        ArgumentNullException.ThrowIfNull(mapper);

        mapper.AddTypeInfoResolverFactory(new VectorTypeInfoResolverFactory());
        return mapper;
    }
}
