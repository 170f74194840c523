namespace CommonTrace.Core.Data.Migrations;

/// <summary>Row-level security as every tenant's table has it: the api sees one tenant, the worker all.</summary>
internal static class TableSeal
{
    // The sub-select is evaluated once a statement, also under a cached generic plan; nullif keeps a reset connection ('') from failing.
    public static string Of(params string[] tables) =>
        $"""
        do $$
        declare sealed text;
        begin
            foreach sealed in array array['{string.Join("', '", tables)}'] loop
                execute format('alter table %I enable row level security', sealed);
                execute format($policy$
                    create policy tenant_of_api on %I to commontrace_api
                    using (tenant_id = (select nullif(current_setting('commontrace.tenant', true), '')::uuid))
                    with check (tenant_id = (select nullif(current_setting('commontrace.tenant', true), '')::uuid))
                    $policy$, sealed);
                execute format('create policy all_of_worker on %I to commontrace_worker using (true) with check (true)', sealed);
            end loop;
        end $$;
        """;
}
