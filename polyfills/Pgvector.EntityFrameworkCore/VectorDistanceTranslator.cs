using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql.EntityFrameworkCore.PostgreSQL.Query.Expressions.Internal;

namespace Pgvector.EntityFrameworkCore;

internal sealed class VectorDistanceTranslator(ISqlExpressionFactory sql, IRelationalTypeMappingSource types) : IMethodCallTranslator
{
    private static readonly Dictionary<string, string> Operators = new()
    {
        [nameof(VectorDbFunctionsExtensions.L2Distance)] = "<->",
        [nameof(VectorDbFunctionsExtensions.MaxInnerProduct)] = "<#>",
        [nameof(VectorDbFunctionsExtensions.CosineDistance)] = "<=>",
        [nameof(VectorDbFunctionsExtensions.L1Distance)] = "<+>",
    };

    public SqlExpression? Translate(
        SqlExpression? instance,
        MethodInfo method,
        IReadOnlyList<SqlExpression> arguments,
        IDiagnosticsLogger<DbLoggerCategory.Query> logger) =>
        method.DeclaringType == typeof(VectorDbFunctionsExtensions)
            ? new PgUnknownBinaryExpression(
                sql.ApplyDefaultTypeMapping(arguments[0]),
                sql.ApplyDefaultTypeMapping(arguments[1]),
                Operators[method.Name],
                typeof(double),
                types.FindMapping(typeof(double)))
            : null;
}

internal sealed class VectorDistanceTranslatorPlugin(ISqlExpressionFactory sql, IRelationalTypeMappingSource types)
    : IMethodCallTranslatorPlugin
{
    public IEnumerable<IMethodCallTranslator> Translators { get; } = [new VectorDistanceTranslator(sql, types)];
}
