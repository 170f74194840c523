using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace CommonTrace.Core.Data;

/// <summary>
/// Names the tenant to the database each time a connection is checked out: what the row-level policies compare with. Without a tenant
/// nothing is set, and the policies show nothing.
/// </summary>
internal sealed class TenantConnectionInterceptor : DbConnectionInterceptor
{
    /// <summary>$1 is the tenant, as text.</summary>
    public const string NameTenantSql = "select set_config('commontrace.tenant', $1, false)";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (Command(connection, eventData) is { } command)
        {
            using (command)
            {
                command.ExecuteNonQuery();
            }
        }
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (Command(connection, eventData) is { } command)
        {
            await using (command)
            {
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }
    }

    private static NpgsqlCommand? Command(DbConnection connection, ConnectionEndEventData eventData) =>
        eventData.Context is CommonTraceDbContext { TenantId: { } tenantId }
            ? new NpgsqlCommand(NameTenantSql, (NpgsqlConnection)connection)
            {
                Parameters = { new() { Value = tenantId.ToString() } },
            }
            : null;
}
