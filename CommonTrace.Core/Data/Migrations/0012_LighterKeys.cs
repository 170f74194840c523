using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommonTrace.Core.Data.Migrations;

/// <summary>One key instead of two where a row has no meaning without its trace, which names the tenant: each is looked up for every trace that is stored.</summary>
[DbContext(typeof(CommonTraceDbContext))]
[Migration("0012_lighter_keys")]
internal sealed class LighterKeys : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        do $$
        declare child text;
        begin
            foreach child in array array['embedding_jobs', 'trace_search', 'trace_stats'] loop
                execute format(
                    'alter table %1$I drop constraint fk_%1$s_tenant_id, drop constraint fk_%1$s_trace_id,
                        add constraint fk_%1$s_tenant_id_trace_id foreign key (tenant_id, trace_id) references traces (tenant_id, id) on delete cascade', child);
            end loop;
        end $$;
        -- It served the key to the tenant; nothing else that is done often looks by it.
        drop index ix_trace_stats_tenant_id;
        """);
}
