using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommonTrace.Core.Data.Migrations;

/// <summary>Invitations, what a tenant may use in a day, and a look-up of keys that notes their use.</summary>
[DbContext(typeof(CommonTraceDbContext))]
[Migration("0006_keys_and_quotas")]
internal sealed class KeysAndQuotas : Migration
{
    private const string Tables =
        """
        alter table tenants
            add column max_traces bigint,
            add column max_writes_a_day bigint,
            add column max_embedding_tokens_a_day bigint,
            add constraint ck_tenants_quotas check (max_traces >= 0 and max_writes_a_day >= 0 and max_embedding_tokens_a_day >= 0);

        create table tenant_usage (
            tenant_id uuid not null constraint fk_tenant_usage_tenant_id references tenants on delete cascade,
            day date not null,
            writes bigint not null,
            constraint pk_tenant_usage primary key (tenant_id, day),
            constraint ck_tenant_usage_writes check (writes >= 0)
        );

        create table invitations (
            id uuid constraint pk_invitations primary key,
            tenant_id uuid not null constraint fk_invitations_tenant_id references tenants on delete cascade,
            prefix text not null,
            code_hash bytea not null,
            scopes text[] not null,
            uses integer not null,
            max_uses integer not null,
            created_by uuid not null,
            created_at timestamptz not null default now(),
            expires_at timestamptz,
            constraint ck_invitations_code_hash check (length(code_hash) = 32),
            constraint ck_invitations_scopes check (scopes <@ '{read,contribute,moderate,operate}' and cardinality(scopes) > 0),
            constraint ck_invitations_uses check (uses between 0 and max_uses and max_uses > 0)
        );
        create unique index ix_invitations_code_hash on invitations (code_hash);
        create index ix_invitations_tenant_id on invitations (tenant_id);

        grant select, insert, update, delete on tenant_usage, invitations to commontrace_api;
        grant select, delete on tenant_usage to commontrace_worker;
        """;

    private const string Functions =
        """
        drop function find_api_key(bytea);

        -- Before a key is looked up no tenant is known: these see past the seal, each by an exact match only. A use is noted at most once a minute.
        create function use_api_key(hash bytea)
            returns table (id uuid, user_id uuid, tenant_id uuid, scopes text[], expires_at timestamptz, revoked_at timestamptz,
                max_traces bigint, max_writes_a_day bigint, max_embedding_tokens_a_day bigint, is_noted boolean)
            language sql volatile security definer set search_path = pg_catalog
            as $function$
            with used as (
                update public.api_keys set last_used_at = now()
                where key_hash = hash and revoked_at is null and (expires_at is null or expires_at > now())
                    and (last_used_at is null or last_used_at < now() - interval '1 minute')
                returning 1
            )
            select k.id, k.user_id, k.tenant_id, k.scopes, k.expires_at, k.revoked_at,
                t.max_traces, t.max_writes_a_day, t.max_embedding_tokens_a_day, exists (select from used)
            from public.api_keys k join public.tenants t on t.id = k.tenant_id where k.key_hash = hash
            $function$;
        create function find_invitation(hash bytea) returns table (id uuid, tenant_id uuid, scopes text[])
            language sql stable security definer set search_path = pg_catalog
            as 'select i.id, i.tenant_id, i.scopes from public.invitations i where i.code_hash = hash';
        revoke execute on function use_api_key(bytea), find_invitation(bytea) from public;
        grant execute on function use_api_key(bytea), find_invitation(bytea) to commontrace_api;
        """;

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Tables);
        migrationBuilder.Sql(Functions);
        migrationBuilder.Sql(TableSeal.Of("tenant_usage", "invitations"));
    }
}
