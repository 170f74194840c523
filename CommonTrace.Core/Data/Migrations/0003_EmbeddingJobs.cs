using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommonTrace.Core.Data.Migrations;

/// <summary>The queue and the record of embedding work. See docs/adr/0003-the-queue-in-postgres.md.</summary>
[DbContext(typeof(CommonTraceDbContext))]
[Migration("0003_embedding_jobs")]
internal sealed class EmbeddingJobsTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        create table embedding_jobs (
            id uuid constraint pk_embedding_jobs primary key,
            tenant_id uuid not null constraint fk_embedding_jobs_tenant_id references tenants on delete cascade,
            trace_id uuid not null constraint fk_embedding_jobs_trace_id references traces on delete cascade,
            status text not null,
            priority smallint not null,
            attempt integer not null,
            max_attempts integer not null,
            scheduled_at timestamptz not null default now(),
            claimed_by text,
            lease_expires_at timestamptz,
            content_hash bytea not null,
            error_code text,
            error text,
            created_at timestamptz not null default now(),
            updated_at timestamptz not null default now(),
            completed_at timestamptz,
            embedding_model text,
            vector_count integer,
            processing_time_ms integer,
            token_count integer,
            traceparent text,
            constraint ck_embedding_jobs_status check (status in ('pending', 'processing', 'completed', 'failed')),
            constraint ck_embedding_jobs_attempt check (attempt >= 0 and max_attempts > 0),
            constraint ck_embedding_jobs_lease check ((status = 'processing') = (lease_expires_at is not null)),
            constraint ck_embedding_jobs_claimed_by check ((status = 'processing') = (claimed_by is not null)),
            constraint ck_embedding_jobs_completed_at check ((status in ('completed', 'failed')) = (completed_at is not null)),
            constraint ck_embedding_jobs_failed check (status <> 'failed' or error_code is not null)
        ) with (fillfactor = 70);

        -- What may be claimed, in the order of claiming; finished jobs are not in it, however many there are.
        create index ix_embedding_jobs_due on embedding_jobs (priority desc, scheduled_at, id) where status = 'pending';
        create index ix_embedding_jobs_lease on embedding_jobs (lease_expires_at) where status = 'processing';
        -- At most one live job per trace.
        create unique index ix_embedding_jobs_live on embedding_jobs (trace_id) where status in ('pending', 'processing');
        create index ix_embedding_jobs_trace_id on embedding_jobs (trace_id);
        create index ix_embedding_jobs_tenant_id on embedding_jobs (tenant_id);

        grant select, insert, update, delete on embedding_jobs to commontrace_api, commontrace_worker;
        alter table embedding_jobs enable row level security;
        create policy tenant_of_api on embedding_jobs to commontrace_api
            using (tenant_id = (select nullif(current_setting('commontrace.tenant', true), '')::uuid))
            with check (tenant_id = (select nullif(current_setting('commontrace.tenant', true), '')::uuid));
        create policy all_of_worker on embedding_jobs to commontrace_worker using (true) with check (true);
        """);
}
