using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommonTrace.Core.Data.Migrations;

/// <summary>
/// What the embedding pipeline needs beyond the queue: which content and which model a vector is of, what was tried, who holds the queue,
/// which workers live, and how the provider fares. See docs/queue.md.
/// </summary>
[DbContext(typeof(CommonTraceDbContext))]
[Migration("0004_embedding_pipeline")]
internal sealed class EmbeddingPipeline : Migration
{
    private const string Sets =
        """
        create table embedding_sets (
            id uuid constraint pk_embedding_sets primary key,
            role text not null,
            phase text not null,
            provider text not null,
            model_id text not null,
            model_version text not null,
            dimensions integer not null,
            paused boolean not null,
            cursor uuid,
            requested_by uuid,
            error text,
            created_at timestamptz not null default now(),
            updated_at timestamptz not null default now(),
            swapped_at timestamptz,
            constraint ck_embedding_sets_role check (role in ('next', 'active', 'previous', 'retired')),
            constraint ck_embedding_sets_phase check (phase in ('filling', 'indexing', 'ready', 'aborted')),
            constraint ck_embedding_sets_provider check (provider in ('openai', 'local')),
            constraint ck_embedding_sets_dimensions check (dimensions between 1 and 4000)
        );
        create unique index ix_embedding_sets_role on embedding_sets (role) where role <> 'retired';

        -- Vectors that were made before there were sets: the model with the most of them stays, the others' are made anew.
        insert into embedding_sets (id, role, phase, provider, model_id, model_version, dimensions, paused)
        select gen_random_uuid(), 'active', 'ready', case when embedding_model_id like 'commontrace-%' then 'local' else 'openai' end,
            embedding_model_id, embedding_model_version, 1536, false
        from traces where embedding is not null
        group by embedding_model_id, embedding_model_version order by count(*) desc limit 1;

        alter table traces add column embedding_hash bytea, add column embedded_at timestamptz;
        update traces t set embedding_hash = t.content_hash, embedded_at = t.updated_at
        from embedding_sets s
        where t.embedding is not null and t.embedding_model_id = s.model_id and t.embedding_model_version = s.model_version;

        -- By the hash first: equal content of another tenant has the same vector.
        drop index ix_traces_content_hash;
        create unique index ix_traces_content_hash on traces (content_hash, tenant_id);
        create index ix_traces_tenant_id on traces (tenant_id, id);
        -- What the sweep looks for, and nothing else.
        create index ix_traces_unembedded on traces (id) where embedding is null or embedding_hash is distinct from content_hash;
        """;

    private const string Jobs =
        """
        alter table embedding_jobs
            add column embedding_set_id uuid constraint fk_embedding_jobs_embedding_set_id references embedding_sets on delete cascade,
            add column truncated boolean not null default false,
            add column errors jsonb not null default '[]',
            add constraint ck_embedding_jobs_errors check (jsonb_typeof(errors) = 'array'),
            set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02,
                autovacuum_vacuum_cost_delay = 0);

        -- A line per priority and tenant, so that a claim can go from line to line. Work on the next set waits in lines of its own.
        drop index ix_embedding_jobs_due;
        create index ix_embedding_jobs_due on embedding_jobs (priority desc, tenant_id, scheduled_at, id)
            where status = 'pending' and embedding_set_id is null;
        create index ix_embedding_jobs_due_next on embedding_jobs (priority desc, tenant_id, scheduled_at, id)
            where status = 'pending' and embedding_set_id is not null;
        -- At most one live job per trace and set.
        drop index ix_embedding_jobs_live;
        create unique index ix_embedding_jobs_live on embedding_jobs (trace_id, embedding_set_id) nulls not distinct
            where status in ('pending', 'processing');
        -- Lists and figures of a tenant.
        drop index ix_embedding_jobs_tenant_id;
        create index ix_embedding_jobs_tenant_id on embedding_jobs (tenant_id, status, id);
        -- For retention and throughput.
        create index ix_embedding_jobs_completed_at on embedding_jobs (completed_at) where status = 'completed';
        create index ix_embedding_jobs_embedding_set_id on embedding_jobs (embedding_set_id) where embedding_set_id is not null;
        """;

    private const string Counts =
        """
        -- How many jobs stand where, for figures that a million finished ones do not slow down: each statement adds what it changed,
        -- and a periodic duty adds the rows up. Nobody waits for anybody, as they would for one row per count.
        create table embedding_job_counts (
            tenant_id uuid not null constraint fk_embedding_job_counts_tenant_id references tenants on delete cascade,
            status text not null,
            jobs bigint not null
        );
        create index ix_embedding_job_counts_tenant_id on embedding_job_counts (tenant_id);
        insert into embedding_job_counts select tenant_id, status, count(*) from embedding_jobs group by tenant_id, status;

        create function count_embedding_jobs() returns trigger language plpgsql security definer set search_path = pg_catalog as $function$
        begin
            if tg_op = 'INSERT' then
                insert into public.embedding_job_counts select tenant_id, status, count(*) from after_change group by tenant_id, status;
            elsif tg_op = 'UPDATE' then
                insert into public.embedding_job_counts
                select tenant_id, status, sum(jobs) from (
                    select tenant_id, status, 1 as jobs from after_change union all select tenant_id, status, -1 from before_change
                ) changes group by tenant_id, status having sum(jobs) <> 0;
            else
                -- A tenant that is deleted takes its counts along.
                insert into public.embedding_job_counts
                select tenant_id, status, -count(*) from before_change
                where exists (select from public.tenants t where t.id = tenant_id) group by tenant_id, status;
            end if;
            return null;
        end $function$;
        revoke execute on function count_embedding_jobs() from public;
        create trigger embedding_jobs_counted_in after insert on embedding_jobs
            referencing new table as after_change for each statement execute function count_embedding_jobs();
        create trigger embedding_jobs_counted_on after update on embedding_jobs
            referencing old table as before_change new table as after_change for each statement execute function count_embedding_jobs();
        create trigger embedding_jobs_counted_out after delete on embedding_jobs
            referencing old table as before_change for each statement execute function count_embedding_jobs();

        grant select on embedding_job_counts to commontrace_api;
        grant select, insert, delete on embedding_job_counts to commontrace_worker;
        alter table embedding_job_counts enable row level security;
        create policy tenant_of_api on embedding_job_counts to commontrace_api
            using (tenant_id = (select nullif(current_setting('commontrace.tenant', true), '')::uuid))
            with check (tenant_id = (select nullif(current_setting('commontrace.tenant', true), '')::uuid));
        create policy all_of_worker on embedding_job_counts to commontrace_worker using (true) with check (true);
        """;

    private const string Control =
        """
        create table queue_pauses (
            id uuid constraint pk_queue_pauses primary key,
            reason text not null,
            owner_id uuid not null,
            created_at timestamptz not null default now(),
            expires_at timestamptz,
            ended_at timestamptz,
            ended_by uuid,
            constraint ck_queue_pauses_reason check (length(reason) between 1 and 500)
        );
        create index ix_queue_pauses_held on queue_pauses (created_at) where ended_at is null;

        create table audit_log (
            id uuid constraint pk_audit_log primary key,
            actor_id uuid not null,
            action text not null,
            reason text,
            detail jsonb not null,
            created_at timestamptz not null default now()
        );

        create table embedding_workers (
            id uuid constraint pk_embedding_workers primary key,
            host text not null,
            process_id integer not null,
            number integer not null,
            model_id text,
            started_at timestamptz not null default now(),
            last_seen_at timestamptz not null default now(),
            jobs_processed bigint not null,
            jobs_succeeded bigint not null,
            jobs_failed bigint not null
        );

        create table embedding_circuits (
            provider text not null,
            model_id text not null,
            state text not null,
            faults integer not null,
            code text,
            detail text,
            open_until timestamptz,
            probe_until timestamptz,
            changed_at timestamptz not null default now(),
            constraint pk_embedding_circuits primary key (provider, model_id),
            constraint ck_embedding_circuits_state check (state in ('closed', 'open', 'half_open')),
            constraint ck_embedding_circuits_open check ((state = 'closed') = (open_until is null))
        );
        """;

    private const string Grants =
        """
        -- These belong to no tenant: the API sees them as the operator only, over the queue's own connection.
        grant select, insert, update, delete on embedding_sets, queue_pauses, audit_log, embedding_workers, embedding_circuits to commontrace_worker;
        grant select on embedding_sets to commontrace_api;
        """;

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Sets);
        migrationBuilder.Sql(Jobs);
        migrationBuilder.Sql(Counts);
        migrationBuilder.Sql(Control);
        migrationBuilder.Sql(Grants);
    }
}
