using CommonTrace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace CommonTrace.Core.Users;

/// <summary>The keys that encrypt the pages' cookies. They belong to no tenant; rarely read, and by a framework that waits for them in place.</summary>
public sealed class ProtectionKeys(DatabaseLogin login)
{
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

    /// <summary>Adds a key.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public void Store(string name, string xml)
    {
        using var connection = Open();
        using var command = new NpgsqlCommand("insert into protection_keys (id, name, xml) values ($1, $2, $3)", connection)
        {
            Parameters = { new() { Value = Guid.CreateVersion7() }, new() { Value = name }, new() { Value = xml } },
        };
        command.ExecuteNonQuery();
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
