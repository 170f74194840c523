using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommonTrace.Core.Data.Migrations;

/// <summary>What happens to a trace after it was stored: edits and their versions, amendments, flags, and what is left when it is deleted.</summary>
[DbContext(typeof(CommonTraceDbContext))]
[Migration("0008_life_of_a_trace")]
internal sealed class LifeOfATrace : Migration
{
    private const string Traces =
        """
        alter table traces
            add column version integer not null default 1,
            add column edited_by uuid,
            add column safety_flags text[] not null default '{}',
            add column solution_hash bytea,
            add column tokens_to_resolution integer,
            add constraint ck_traces_version check (version > 0),
            add constraint ck_traces_solution_hash check (length(solution_hash) = 32),
            add constraint ck_traces_tokens_to_resolution check (tokens_to_resolution between 0 and 50000000);
        update traces set solution_hash = sha256(convert_to(solution_text, 'UTF8'));
        -- The same solution under other titles is looked for before a trace is stored.
        create index ix_traces_solution_hash on traces (tenant_id, solution_hash);
        create index ix_traces_flagged_at on traces (tenant_id, flagged_at) where flagged_at is not null;
        -- Lists go by it, the newest first.
        create index ix_traces_tenant_id_created_at on traces (tenant_id, created_at, id);

        create table trace_versions (
            trace_id uuid not null,
            version integer not null,
            tenant_id uuid not null constraint fk_trace_versions_tenant_id references tenants on delete cascade,
            title text not null,
            context_text text not null,
            solution_text text not null,
            tags text[] not null,
            metadata_json jsonb,
            edited_by uuid not null,
            created_at timestamptz not null,
            constraint pk_trace_versions primary key (trace_id, version),
            constraint fk_trace_versions_tenant_id_trace_id foreign key (tenant_id, trace_id) references traces (tenant_id, id) on delete cascade,
            constraint ck_trace_versions_version check (version > 0)
        );
        create index ix_trace_versions_tenant_id on trace_versions (tenant_id, trace_id);

        create table tombstones (
            tenant_id uuid not null constraint fk_tombstones_tenant_id references tenants on delete cascade,
            trace_id uuid not null,
            contributor_id uuid not null,
            deleted_by uuid not null,
            reason text,
            superseded_by uuid,
            tags text[] not null,
            credits jsonb not null,
            created_at timestamptz not null,
            deleted_at timestamptz not null default now(),
            constraint pk_tombstones primary key (tenant_id, trace_id),
            constraint ck_tombstones_credits check (jsonb_typeof(credits) = 'array')
        );
        """;

    private const string Proposals =
        """
        create table amendments (
            id uuid constraint pk_amendments primary key,
            tenant_id uuid not null constraint fk_amendments_tenant_id references tenants on delete cascade,
            trace_id uuid not null,
            contributor_id uuid not null constraint fk_amendments_contributor_id references users on delete cascade,
            improved_solution text not null,
            explanation text not null,
            status text not null,
            is_credited boolean not null,
            safety_flags text[] not null,
            decided_by uuid,
            decided_at timestamptz,
            created_at timestamptz not null default now(),
            constraint fk_amendments_tenant_id_trace_id foreign key (tenant_id, trace_id) references traces (tenant_id, id) on delete cascade,
            constraint ck_amendments_improved_solution check (length(improved_solution) between 1 and 50000),
            constraint ck_amendments_explanation check (length(explanation) between 1 and 5000),
            constraint ck_amendments_status check (status in ('pending', 'accepted', 'rejected')),
            constraint ck_amendments_decided check ((status = 'pending') = (decided_at is null)),
            constraint ck_amendments_is_credited check (status = 'accepted' or not is_credited)
        );
        create index ix_amendments_tenant_id on amendments (tenant_id, trace_id, id);
        create index ix_amendments_contributor_id on amendments (contributor_id);

        create table trace_flags (
            id uuid constraint pk_trace_flags primary key,
            tenant_id uuid not null constraint fk_trace_flags_tenant_id references tenants on delete cascade,
            trace_id uuid not null,
            user_id uuid not null constraint fk_trace_flags_user_id references users on delete cascade,
            category text not null,
            reason text not null,
            is_established boolean not null,
            created_at timestamptz not null default now(),
            cleared_at timestamptz,
            constraint fk_trace_flags_tenant_id_trace_id foreign key (tenant_id, trace_id) references traces (tenant_id, id) on delete cascade,
            constraint ck_trace_flags_category check (category in ('harmful', 'spam', 'incorrect', 'duplicate')),
            constraint ck_trace_flags_reason check (length(reason) between 1 and 1000)
        );
        -- One standing flag a person; what a moderator cleared is kept.
        create unique index ix_trace_flags_standing on trace_flags (trace_id, user_id) where cleared_at is null;
        create index ix_trace_flags_tenant_id on trace_flags (tenant_id, trace_id);
        create index ix_trace_flags_user_id on trace_flags (user_id);

        grant select, insert, update, delete on trace_versions, tombstones, amendments, trace_flags to commontrace_api;
        grant insert on audit_log to commontrace_api;
        """;

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Traces);
        migrationBuilder.Sql(Proposals);
        migrationBuilder.Sql(TableSeal.Of("trace_versions", "tombstones", "amendments", "trace_flags"));
    }
}
