using CommonTrace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace CommonTrace.Core.Users;

/// <summary>The keys that encrypt the pages' cookies. They belong to no tenant; rarely read, and by a framework that waits for them in place.</summary>
public sealed class ProtectionKeys(DatabaseLogin login)
{
    // Each of several processes that start at once over an empty table would make a first key, and not know those of the others for a day. The
    // first to come stores its own; the others, whose framework reads the table again, go on with that.
    private const string StoreSql =
        """
        insert into protection_keys (id, name, xml) select $1, $2, $3
        where $2 not like 'key-%' or not exists (select from protection_keys where name like 'key-%' and created_at > now() - interval '1 minute')
        """;

    /// <summary>The advisory lock's number: "CT pages" in ASCII.</summary>
    private const long LockKey = 0x43_54_20_70_61_67_65_73;

    /// <summary>All keys, as the XML that was stored.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public IReadOnlyList<string> Read()
    {
        using var connection = Open();
        using var command = new NpgsqlCommand("select xml from protection_keys order by created_at, id", connection);
        using var reader = command.ExecuteReader();
        var keys = new List<string>();
        while (reader.Read())
        {
            keys.Add(reader.GetString(0));
        }

        return keys;
    }

    /// <summary>Adds a key, unless another one was added within a minute.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public void Store(string name, string xml)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        using var turn = new NpgsqlCommand("select pg_advisory_xact_lock($1)", connection) { Parameters = { new() { Value = LockKey } } };
        turn.ExecuteNonQuery();
        using var store = new NpgsqlCommand(StoreSql, connection)
        {
            Parameters = { new() { Value = Guid.CreateVersion7() }, new() { Value = name }, new() { Value = xml } },
        };
        store.ExecuteNonQuery();
        transaction.Commit();
    }

    private NpgsqlConnection Open()
    {
        var connection = new NpgsqlConnection(login.ConnectionString.As(DatabaseRole.Api));
        connection.Open();
        return connection;
    }
}

/// <summary>A key that encrypts cookies.</summary>
public sealed class ProtectionKey
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The key with its dates, in the framework's own XML.</summary>
    public required string Xml { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

internal sealed class ProtectionKeyConfiguration : IEntityTypeConfiguration<ProtectionKey>
{
    public void Configure(EntityTypeBuilder<ProtectionKey> builder)
    {
        builder.ToTable("protection_keys");
        builder.HasKey(key => key.Id);
        builder.Property(key => key.CreatedAt).HasDefaultValueSql("now()");
    }
}
