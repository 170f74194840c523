using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommonTrace.Core.Data.Migrations;

/// <summary>What the pages keep: the keys that encrypt their cookies. See docs/pages.md.</summary>
[DbContext(typeof(CommonTraceDbContext))]
[Migration("0010_pages")]
internal sealed class Pages : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        create table protection_keys (
            id uuid not null constraint pk_protection_keys primary key,
            name text not null,
            xml text not null,
            created_at timestamptz not null default now()
        );
        -- Of no tenant; never changed, and a key that went lost would sign its people out.
        grant select, insert on protection_keys to commontrace_api;
        """);
}
