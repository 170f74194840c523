using System.Text.Json;
using CommonTrace.Core.Data;

namespace CommonTrace.Core.Doctor;

/// <summary>Reads what the database says of itself, from its catalogs alone: as quick for a million traces as for one.</summary>
public sealed class ReadStoreVitals(OwnerDatabase database, TimeProvider time)
{
    private const string Sql =
        """
        select jsonb_build_object(
            'postgres', current_setting('server_version'),
            'version_number', current_setting('server_version_num')::integer,
            'bytes', pg_database_size(current_database()),
            'now', clock_timestamp(),
            'migrations', (select coalesce(jsonb_agg("MigrationId"), '[]') from "__EFMigrationsHistory"),
            'extensions', (
                select coalesce(jsonb_agg(jsonb_build_object('name', e.extname, 'version', e.extversion, 'offered', a.default_version) order by e.extname), '[]')
                from pg_extension e left join pg_available_extensions a on a.name = e.extname),
            'indexes', (
                select coalesce(jsonb_agg(jsonb_build_object('name', c.relname, 'is_valid', i.indisvalid, 'is_being_built', exists (
                    select from pg_stat_progress_create_index p where p.index_relid = i.indexrelid and p.datname = current_database()))), '[]')
                from pg_index i join pg_class c on c.oid = i.indexrelid
                where c.relnamespace = 'public'::regnamespace))::text
        """;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Runs it.</summary>
    public async Task<StoreVitals> ExecuteAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var read = (await database.QueryAsync(Sql, [], row => row.GetString(0), cancellationToken))[0];
        var vitals = JsonSerializer.Deserialize<StoreVitals>(read, Json)!;
        // It looked at its clock at some time in between; from the middle the error is half of what it took at most.
        var middle = time.GetUtcNow() - (time.GetElapsedTime(started) / 2);
        return vitals with { AheadBy = vitals.Now - middle };
    }
}

/// <summary>What the database says of itself.</summary>
/// <param name="Postgres">PostgreSQL's version as it is written.</param>
/// <param name="VersionNumber">The same as a number, such as 170002.</param>
/// <param name="Bytes">What the database takes on the disk.</param>
/// <param name="Now">Its clock.</param>
/// <param name="Migrations">Those that ran.</param>
/// <param name="Extensions">Those that are there.</param>
/// <param name="Indexes">All indexes of the schema.</param>
/// <param name="AheadBy">How far its clock is ahead of ours; negative when it is behind.</param>
public sealed record StoreVitals(
    string Postgres, int VersionNumber, long Bytes, DateTimeOffset Now, IReadOnlyList<string> Migrations, IReadOnlyList<StoreExtension> Extensions,
    IReadOnlyList<StoreIndex> Indexes, TimeSpan AheadBy = default);

/// <summary>An extension of the database.</summary>
/// <param name="Version">The version in the database.</param>
/// <param name="Offered">The version of the files on the server; null when they are gone.</param>
public sealed record StoreExtension(string Name, string Version, string? Offered);

/// <summary>An index.</summary>
/// <param name="IsValid">False when its building broke off, or goes on.</param>
/// <param name="IsBeingBuilt">Whether somebody builds it at the moment.</param>
public sealed record StoreIndex(string Name, bool IsValid, bool IsBeingBuilt);
