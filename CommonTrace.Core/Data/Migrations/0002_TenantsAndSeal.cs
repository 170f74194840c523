using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommonTrace.Core.Data.Migrations;

/// <summary>
/// Tenants, and the second of their two seals: row-level security for the two roles that services run as. The roles belong to the whole
/// server, so a second database on it finds them there.
/// </summary>
[DbContext(typeof(CommonTraceDbContext))]
[Migration("0002_tenants_and_seal")]
internal sealed class TenantsAndSeal : Migration
{
    private const string Tables =
        """
        create table tenants (
            id uuid constraint pk_tenants primary key,
            name text not null,
            created_at timestamptz not null default now(),
            constraint ck_tenants_name check (length(name) between 1 and 100)
        );
        create unique index ix_tenants_name on tenants (name);
        insert into tenants (id, name) values ('00000000-0000-7000-8000-000000000001', 'commons');

        -- What was written before there were tenants belongs to the commons.
        do $$
        declare child text;
        begin
            foreach child in array array['users', 'traces', 'votes', 'tags', 'trace_tags'] loop
                execute format('alter table %I add column tenant_id uuid not null default %L constraint fk_%s_tenant_id references tenants on delete cascade',
                    child, '00000000-0000-7000-8000-000000000001', child);
                execute format('alter table %I alter column tenant_id drop default', child);
            end loop;
        end $$;

        insert into users (id, tenant_id, display_name)
        values ('00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000001', 'operator');

        alter table traces add column content_hash bytea;
        update traces set content_hash = sha256(convert_to(title || E'\n' || context_text || E'\n' || solution_text, 'UTF8'));
        alter table traces alter column content_hash set not null, add constraint ck_traces_content_hash check (length(content_hash) = 32);

        create unique index ix_users_tenant_id_email on users (tenant_id, email);
        create unique index ix_traces_content_hash on traces (tenant_id, content_hash);
        create index ix_votes_tenant_id on votes (tenant_id);
        create index ix_trace_tags_tenant_id on trace_tags (tenant_id);
        drop index ix_tags_name;
        create unique index ix_tags_name on tags (tenant_id, name);

        create table idempotency_keys (
            tenant_id uuid not null constraint fk_idempotency_keys_tenant_id references tenants on delete cascade,
            user_id uuid not null constraint fk_idempotency_keys_user_id references users on delete cascade,
            key text not null,
            request_hash bytea not null,
            trace_id uuid not null constraint fk_idempotency_keys_trace_id references traces on delete cascade,
            created_at timestamptz not null default now(),
            constraint pk_idempotency_keys primary key (tenant_id, user_id, key),
            constraint ck_idempotency_keys_key check (length(key) between 1 and 200)
        );
        create index ix_idempotency_keys_user_id on idempotency_keys (user_id);
        create index ix_idempotency_keys_trace_id on idempotency_keys (trace_id);
        create index ix_idempotency_keys_created_at on idempotency_keys (created_at);

        create table api_keys (
            id uuid constraint pk_api_keys primary key,
            tenant_id uuid not null constraint fk_api_keys_tenant_id references tenants on delete cascade,
            user_id uuid not null constraint fk_api_keys_user_id references users on delete cascade,
            name text not null,
            prefix text not null,
            key_hash bytea not null,
            scopes text[] not null,
            created_at timestamptz not null default now(),
            expires_at timestamptz,
            revoked_at timestamptz,
            last_used_at timestamptz,
            constraint ck_api_keys_name check (length(name) between 1 and 100),
            constraint ck_api_keys_key_hash check (length(key_hash) = 32),
            constraint ck_api_keys_scopes check (scopes <@ '{read,contribute,moderate,operate}' and cardinality(scopes) > 0)
        );
        create unique index ix_api_keys_key_hash on api_keys (key_hash);
        create index ix_api_keys_user_id on api_keys (user_id);
        create index ix_api_keys_tenant_id on api_keys (tenant_id);
        """;

    private const string Roles =
        """
        do $$
        declare service text;
        begin
            foreach service in array array['commontrace_api', 'commontrace_worker'] loop
                begin
                    execute format('create role %I nologin', service);
                exception when duplicate_object or unique_violation then
                    null;
                end;
                -- The owner's login takes the role on by `Options=-c role=…`; a superuser may anyway, a managed server's administrator not.
                if not (select rolsuper from pg_roles where rolname = current_user) then
                    execute format('grant %I to current_user', service);
                end if;
            end loop;
        end $$;

        grant select on tenants to commontrace_api, commontrace_worker;
        grant select, insert, update, delete on users, traces, votes, tags, trace_tags, idempotency_keys, api_keys to commontrace_api;
        grant select, update on traces to commontrace_worker;
        grant select, delete on idempotency_keys to commontrace_worker;
        """;

    private const string Policies =
        """
        -- The sub-select is evaluated once a statement, also under a cached generic plan; nullif keeps a reset connection ('') from failing.
        do $$
        declare sealed text;
        begin
            foreach sealed in array array['users', 'traces', 'votes', 'tags', 'trace_tags', 'idempotency_keys', 'api_keys'] loop
                execute format('alter table %I enable row level security', sealed);
                execute format($policy$
                    create policy tenant_of_api on %I to commontrace_api
                    using (tenant_id = (select nullif(current_setting('commontrace.tenant', true), '')::uuid))
                    with check (tenant_id = (select nullif(current_setting('commontrace.tenant', true), '')::uuid))
                    $policy$, sealed);
                execute format('create policy all_of_worker on %I to commontrace_worker using (true) with check (true)', sealed);
            end loop;
        end $$;

        alter table tenants enable row level security;
        create policy tenant_of_api on tenants to commontrace_api
            using (id = (select nullif(current_setting('commontrace.tenant', true), '')::uuid));
        create policy all_of_worker on tenants to commontrace_worker using (true);

        -- Before a key is looked up no tenant is known: these two see past the seal, each by an exact match only.
        create function find_api_key(hash bytea)
            returns table (id uuid, user_id uuid, tenant_id uuid, scopes text[], expires_at timestamptz, revoked_at timestamptz)
            language sql stable security definer set search_path = pg_catalog
            as 'select k.id, k.user_id, k.tenant_id, k.scopes, k.expires_at, k.revoked_at from public.api_keys k where k.key_hash = hash';
        create function tenant_exists(tenant uuid) returns boolean
            language sql stable security definer set search_path = pg_catalog
            as 'select exists (select from public.tenants t where t.id = tenant)';
        revoke execute on function find_api_key(bytea), tenant_exists(uuid) from public;
        grant execute on function find_api_key(bytea), tenant_exists(uuid) to commontrace_api;
        """;

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Tables);
        migrationBuilder.Sql(Roles);
        migrationBuilder.Sql(Policies);
    }
}
