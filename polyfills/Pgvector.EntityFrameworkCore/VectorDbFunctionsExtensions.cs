namespace Pgvector.EntityFrameworkCore;

/// <summary>pgvector's distance operators, for LINQ queries; they have no meaning outside of a query.</summary>
public static class VectorDbFunctionsExtensions
{
    /// <summary><c>a &lt;-&gt; b</c>, the Euclidean distance.</summary>
    public static double L2Distance(this object a, object b) => throw OutsideQuery(nameof(L2Distance));

    /// <summary><c>a &lt;#&gt; b</c>, the inner product, negated so that smaller is nearer.</summary>
    public static double MaxInnerProduct(this object a, object b) => throw OutsideQuery(nameof(MaxInnerProduct));

    /// <summary><c>a &lt;=&gt; b</c>, one minus the cosine of the angle: 0 for the same direction, 2 for opposite ones.</summary>
    public static double CosineDistance(this object a, object b) => throw OutsideQuery(nameof(CosineDistance));

    /// <summary><c>a &lt;+&gt; b</c>, the taxicab distance.</summary>
    public static double L1Distance(this object a, object b) => throw OutsideQuery(nameof(L1Distance));

    private static InvalidOperationException OutsideQuery(string method) =>
        new($"{method} is translated to SQL and cannot run in memory. Use it inside a query on a context configured with UseVector().");
}
