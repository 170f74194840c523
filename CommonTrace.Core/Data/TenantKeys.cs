using System.Linq.Expressions;
using CommonTrace.Core.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommonTrace.Core.Data;

/// <summary>Foreign keys that carry the tenant: no row can join two tenants, whatever its statement forgot.</summary>
internal static class TenantKeys
{
    /// <summary>The key of a child that has no meaning without its parent.</summary>
    /// <param name="child">The child's columns, the tenant first.</param>
    /// <param name="parent">The parent's columns, the tenant first.</param>
    public static void OfTenant<TParent, TChild>(
        this ReferenceCollectionBuilder<TParent, TChild> reference, Expression<Func<TChild, object?>> child, Expression<Func<TParent, object?>> parent)
        where TParent : class, ITenantOwned
        where TChild : class, ITenantOwned =>
        reference.HasForeignKey(child).HasPrincipalKey(parent).OnDelete(DeleteBehavior.Cascade);
}
