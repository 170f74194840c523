using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommonTrace.Core.Data.Migrations;

/// <summary>pgvector. As an annotation, not as SQL: only then does Npgsql read its types anew, and the same process can write vectors.</summary>
[DbContext(typeof(CommonTraceDbContext))]
[Migration("0000_vector_extension")]
internal sealed class VectorExtension : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.AlterDatabase().Annotation("Npgsql:PostgresExtension:vector", ",,");
}
