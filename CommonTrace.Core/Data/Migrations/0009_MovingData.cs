using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommonTrace.Core.Data.Migrations;

/// <summary>Lets an import ask which ids are another's already, and has one key less to check. See docs/api.md.</summary>
[DbContext(typeof(CommonTraceDbContext))]
[Migration("0009_moving_data")]
internal sealed class MovingData : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        -- An id is a key over all tenants, and the seal hides whose it is: this sees past it, and tells no more than that another has it.
        create function taken_ids(tenant uuid, ids uuid[], entries uuid[]) returns table (id uuid, is_entry boolean)
            language sql stable security definer set search_path = pg_catalog
            as $function$
            select t.id, false from public.traces t where t.id = any(ids) and t.tenant_id <> tenant
            union all select u.id, false from public.users u where u.id = any(ids) and u.tenant_id <> tenant
            union all select v.id, true from public.votes v where v.id = any(entries)
            union all select a.id, true from public.amendments a where a.id = any(entries)
            union all select f.id, true from public.trace_flags f where f.id = any(entries)
            $function$;
        revoke execute on function taken_ids(uuid, uuid[], uuid[]) from public;
        grant execute on function taken_ids(uuid, uuid[], uuid[]) to commontrace_api;

        -- A trace and a tag of the tenant are named already: a third look at each of the most numerous rows says nothing new, and takes a tenth of an import.
        alter table trace_tags drop constraint fk_trace_tags_tenant_id;
        """);
}
