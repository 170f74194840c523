using Npgsql;
using NpgsqlTypes;

namespace CommonTrace.Core.Data;

/// <summary>Parameters that may be null: the type must be said, since no value tells it.</summary>
internal static class OptionalParameter
{
    public static NpgsqlParameter Of(string? value) => Of(value, NpgsqlDbType.Text);

    public static NpgsqlParameter Of(int? value) => Of(value, NpgsqlDbType.Integer);

    public static NpgsqlParameter Of(long? value) => Of(value, NpgsqlDbType.Bigint);

    public static NpgsqlParameter Of(Guid? value) => Of(value, NpgsqlDbType.Uuid);

    private static NpgsqlParameter Of(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
