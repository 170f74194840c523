using Npgsql.Internal;
using Npgsql.Internal.Postgres;

namespace Pgvector;

/// <summary>Tells Npgsql that <c>vector</c> is <see cref="Vector"/> and <c>vector[]</c> an array of them, in whichever schema the extension lives.</summary>
internal sealed class VectorTypeInfoResolverFactory : PgTypeInfoResolverFactory
{
    private const string TypeName = "vector";

    public override IPgTypeInfoResolver CreateResolver() => new Resolver(Elements());

    public override IPgTypeInfoResolver CreateArrayResolver()
    {
        var mappings = Elements();
        mappings.AddArrayType<Vector>(TypeName);
        return new Resolver(mappings);
    }

    private static TypeInfoMappingCollection Elements()
    {
        var mappings = new TypeInfoMappingCollection();
        mappings.AddType<Vector>(
            TypeName,
            static (options, mapping, _) => mapping.CreateInfo(options, new VectorConverter()),
            isDefault: true);
        return mappings;
    }

    private sealed class Resolver(TypeInfoMappingCollection mappings) : IPgTypeInfoResolver
    {
        public PgTypeInfo? GetTypeInfo(Type? type, DataTypeName? dataTypeName, PgSerializerOptions options) =>
            mappings.Find(type, dataTypeName, options);
    }
}
