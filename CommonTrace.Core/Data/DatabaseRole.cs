using Npgsql;

namespace CommonTrace.Core.Data;

/// <summary>Whom a service is in the database.</summary>
public enum DatabaseRole
{
    /// <summary>The login itself, which owns the tables: for migrations and fixtures.</summary>
    Owner,

    /// <summary><c>commontrace_api</c>: sees one tenant at a time.</summary>
    Api,

    /// <summary><c>commontrace_worker</c>: sees all tenants, and only what embedding needs.</summary>
    Worker,
}

internal static class DatabaseRoles
{
    // On each connection; the one that was used least lately makes room.
    private const int MostPrepared = 50;

    /// <summary>
    /// The connection string by which the login takes the role on. As a start-up option the role survives the reset of a pooled
    /// connection. The same way sets how the vector index answers: it goes on under a filter until enough rows are found. Statements that
    /// come again prepare themselves: to plan some takes longer than to run them.
    /// </summary>
    public static string As(this string connectionString, DatabaseRole role)
    {
        // A connection that kept its state in the pool would keep the tenant of its last user.
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { NoResetOnClose = false };
        var name = role switch
        {
            DatabaseRole.Api => "commontrace_api",
            DatabaseRole.Worker => "commontrace_worker",
            _ => null,
        };
        if (name is not null)
        {
            (builder.MaxAutoPrepare, builder.AutoPrepareMinUsages) = (MostPrepared, 2);
            builder.Options = $"{builder.Options} -c role={name} -c hnsw.iterative_scan=relaxed_order -c hnsw.ef_search=100".TrimStart();
        }

        return builder.ConnectionString;
    }
}
