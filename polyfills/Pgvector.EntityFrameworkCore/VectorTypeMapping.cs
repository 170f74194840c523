using Microsoft.EntityFrameworkCore.Storage;

namespace Pgvector.EntityFrameworkCore;

/// <summary><c>vector</c>, or <c>vector(n)</c> when the dimensions are fixed by the column type or by <c>HasMaxLength</c>.</summary>
internal sealed class VectorTypeMapping : RelationalTypeMapping
{
    public VectorTypeMapping(int? dimensions)
        : base(new RelationalTypeMappingParameters(
            new CoreTypeMappingParameters(typeof(Vector)),
            "vector",
            StoreTypePostfix.Size,
            size: dimensions,
            fixedLength: dimensions is not null))
    {
    }

    private VectorTypeMapping(RelationalTypeMappingParameters parameters)
        : base(parameters)
    {
    }

    protected override string SqlLiteralFormatString => "'{0}'";

    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new VectorTypeMapping(parameters);
}

internal sealed class VectorTypeMappingPlugin : IRelationalTypeMappingSourcePlugin
{
    public RelationalTypeMapping? FindMapping(in RelationalTypeMappingInfo mappingInfo)
    {
        var isVector = mappingInfo.ClrType is null ? mappingInfo.StoreTypeNameBase == "vector" : mappingInfo.ClrType == typeof(Vector);
        return isVector ? new VectorTypeMapping(mappingInfo.Size) : null;
    }
}
