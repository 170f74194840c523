using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommonTrace.Core.Data.Migrations;

/// <summary>The five tables: who wrote what, how it is tagged, what others think of it.</summary>
[DbContext(typeof(CommonTraceDbContext))]
[Migration("0001_traces")]
internal sealed class TracesTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        create table users (
            id uuid constraint pk_users primary key,
            email text,
            display_name text,
            created_at timestamptz not null default now(),
            constraint ck_users_email check (length(email) between 3 and 254),
            constraint ck_users_display_name check (length(display_name) between 1 and 100)
        );

        create table traces (
            id uuid constraint pk_traces primary key,
            title text not null,
            context_text text not null,
            solution_text text not null,
            embedding vector(1536),
            embedding_model_id text,
            embedding_model_version text,
            status text not null,
            trust_score numeric not null,
            confirmation_count integer not null,
            contributor_id uuid not null constraint fk_traces_contributor_id references users,
            agent_model text,
            agent_version text,
            metadata_json jsonb,
            is_seed boolean not null,
            created_at timestamptz not null default now(),
            updated_at timestamptz not null default now(),
            constraint ck_traces_title check (length(title) between 1 and 200),
            constraint ck_traces_context_text check (length(context_text) between 1 and 50000),
            constraint ck_traces_solution_text check (length(solution_text) between 1 and 50000),
            constraint ck_traces_status check (status in ('pending', 'validated')),
            constraint ck_traces_confirmation_count check (confirmation_count >= 0),
            constraint ck_traces_embedding_model
                check (embedding is null or (embedding_model_id is not null and embedding_model_version is not null))
        ) with (
            -- Room on the page keeps updates of a row HOT, and a HOT update leaves the vector index alone (1.4 ms a row otherwise).
            fillfactor = 70,
            -- Vectors live in TOAST, so the heap looks too small for a parallel index build unless it is told.
            parallel_workers = 2
        );

        create index ix_traces_embedding_hnsw on traces using hnsw (embedding vector_cosine_ops) with (m = 16, ef_construction = 64);
        create index ix_traces_status on traces (status);
        create index ix_traces_contributor_id on traces (contributor_id);
        create index ix_traces_created_at on traces (created_at);

        create table votes (
            id uuid constraint pk_votes primary key,
            trace_id uuid not null constraint fk_votes_trace_id references traces on delete cascade,
            voter_id uuid not null constraint fk_votes_voter_id references users on delete cascade,
            vote_type text not null,
            feedback_tag text,
            feedback_text text,
            created_at timestamptz not null default now(),
            constraint ck_votes_vote_type check (vote_type in ('up', 'down')),
            constraint ck_votes_feedback_tag check (feedback_tag in ('outdated', 'wrong', 'security_concern', 'spam')),
            constraint ck_votes_feedback_text check (length(feedback_text) <= 2000)
        );

        create unique index ix_votes_trace_id_voter_id on votes (trace_id, voter_id);
        create index ix_votes_voter_id on votes (voter_id);

        create table tags (
            id uuid constraint pk_tags primary key,
            name text not null,
            created_at timestamptz not null default now(),
            constraint ck_tags_name check (name ~ '^[a-z0-9.+#_-]{1,50}$')
        );

        create unique index ix_tags_name on tags (name);

        create table trace_tags (
            trace_id uuid not null constraint fk_trace_tags_trace_id references traces on delete cascade,
            tag_id uuid not null constraint fk_trace_tags_tag_id references tags on delete cascade,
            constraint pk_trace_tags primary key (trace_id, tag_id)
        );

        create index ix_trace_tags_tag_id on trace_tags (tag_id);
        """);
}
