using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommonTrace.Core.Data.Migrations;

/// <summary>What trust is made of: weighed votes and outcomes, who opened a trace, and what a contributor is worth by tag. See docs/trust.md.</summary>
[DbContext(typeof(CommonTraceDbContext))]
[Migration("0007_trust")]
internal sealed class Trust : Migration
{
    // A child names the tenant of its trace too: a row that joined two tenants is refused, whatever the statement forgot.
    private const string Keys =
        """
        drop index ix_traces_tenant_id;
        alter table traces add constraint ak_traces_tenant_id_id unique (tenant_id, id);
        alter table tags add constraint ak_tags_tenant_id_id unique (tenant_id, id);
        alter table votes
            drop constraint fk_votes_trace_id,
            add constraint fk_votes_tenant_id_trace_id foreign key (tenant_id, trace_id) references traces (tenant_id, id) on delete cascade;
        alter table trace_tags
            drop constraint fk_trace_tags_trace_id,
            drop constraint fk_trace_tags_tag_id,
            add constraint fk_trace_tags_tenant_id_trace_id foreign key (tenant_id, trace_id) references traces (tenant_id, id) on delete cascade,
            add constraint fk_trace_tags_tenant_id_tag_id foreign key (tenant_id, tag_id) references tags (tenant_id, id) on delete cascade;
        """;

    private const string Tables =
        """
        alter table votes
            add column weight numeric not null default 0.1,
            add column is_established boolean not null default false,
            add column voter_context jsonb,
            add column updated_at timestamptz not null default now(),
            add constraint ck_votes_weight check (weight > 0 and weight <= 1),
            add constraint ck_votes_down check (vote_type = 'up' or feedback_tag is not null);
        alter table votes alter column weight drop default, alter column is_established drop default;

        create table outcomes (
            trace_id uuid not null,
            user_id uuid not null constraint fk_outcomes_user_id references users on delete cascade,
            tenant_id uuid not null constraint fk_outcomes_tenant_id references tenants on delete cascade,
            solved boolean not null,
            note text,
            weight numeric not null,
            counts boolean not null,
            created_at timestamptz not null default now(),
            updated_at timestamptz not null default now(),
            constraint pk_outcomes primary key (trace_id, user_id),
            constraint fk_outcomes_tenant_id_trace_id foreign key (tenant_id, trace_id) references traces (tenant_id, id) on delete cascade,
            constraint ck_outcomes_note check (length(note) between 1 and 2000),
            constraint ck_outcomes_weight check (weight > 0 and weight <= 2)
        );
        create index ix_outcomes_user_id on outcomes (user_id);
        create index ix_outcomes_tenant_id on outcomes (tenant_id, trace_id);

        create table trace_opens (
            trace_id uuid not null,
            user_id uuid not null constraint fk_trace_opens_user_id references users on delete cascade,
            tenant_id uuid not null constraint fk_trace_opens_tenant_id references tenants on delete cascade,
            opened_at timestamptz not null default now(),
            constraint pk_trace_opens primary key (trace_id, user_id),
            constraint fk_trace_opens_tenant_id_trace_id foreign key (tenant_id, trace_id) references traces (tenant_id, id) on delete cascade
        );
        create index ix_trace_opens_user_id on trace_opens (user_id);
        create index ix_trace_opens_tenant_id on trace_opens (tenant_id, trace_id);

        create table reputations (
            tenant_id uuid not null constraint fk_reputations_tenant_id references tenants on delete cascade,
            user_id uuid not null constraint fk_reputations_user_id references users on delete cascade,
            domain_tag text not null,
            upvote_count integer not null,
            downvote_count integer not null,
            constraint pk_reputations primary key (tenant_id, user_id, domain_tag),
            constraint ck_reputations_counts check (upvote_count >= 0 and downvote_count >= 0)
        );
        create index ix_reputations_user_id on reputations (user_id);

        alter table trace_stats add column last_solved_at timestamptz;

        grant select, insert, update, delete on outcomes, trace_opens, reputations to commontrace_api;
        grant insert, update on trace_stats to commontrace_api;
        """;

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Keys);
        migrationBuilder.Sql(Tables);
        migrationBuilder.Sql(TableSeal.Of("outcomes", "trace_opens", "reputations"));
    }
}
