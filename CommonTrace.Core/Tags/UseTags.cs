using CommonTrace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace CommonTrace.Core.Tags;

/// <summary>Gives the tags of a tenant by name, creating those that are new. Safe against others who do the same.</summary>
public sealed class UseTags(CommonTraceDbContext database)
{
    /// <summary>Runs it, inside the caller's transaction.</summary>
    /// <param name="tenantId">The tenant whose tags they are.</param>
    /// <param name="names">Normalised names, each once.</param>
    /// <returns>The ids of the tags.</returns>
    public async Task<IReadOnlyList<Guid>> ExecuteAsync(Guid tenantId, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        if (names.Count == 0)
        {
            return [];
        }

        // Sorted, so that two callers with common tags never wait for each other in a circle.
        var sorted = names.Order(StringComparer.Ordinal).ToArray();
        var ids = sorted.Select(_ => Guid.CreateVersion7()).ToArray();
        await database.Database.ExecuteSqlAsync(
            $"""
            insert into tags (id, tenant_id, name)
            select id, {tenantId}, name from unnest({ids}, {sorted}) as new (id, name)
            on conflict (tenant_id, name) do nothing
            """,
            cancellationToken);
        return await database.Database
            .SqlQuery<Guid>($"""select id as "Value" from tags where tenant_id = {tenantId} and name = any({sorted})""")
            .ToListAsync(cancellationToken);
    }
}
