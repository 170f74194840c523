using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace CommonTrace.Core.Data;

/// <summary>Spells columns, keys and foreign keys in snake_case; tables and indexes are named by their entity's configuration.</summary>
internal static class SnakeCaseNames
{
    public static void UseSnakeCaseNames(this ModelBuilder modelBuilder)
    {
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            var table = entity.GetTableName();
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
            }

            entity.FindPrimaryKey()?.SetName($"pk_{table}");
            foreach (var key in entity.GetForeignKeys())
            {
                key.SetConstraintName($"fk_{table}_{string.Join("_", key.Properties.Select(property => property.GetColumnName()))}");
            }
        }
    }
}
