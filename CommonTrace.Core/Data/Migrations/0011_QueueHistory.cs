using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommonTrace.Core.Data.Migrations;

/// <summary>What the operator's pages show: how the queue stood minute by minute, its dead letters by what they met, and who did what by name.</summary>
[DbContext(typeof(CommonTraceDbContext))]
[Migration("0011_queue_history")]
internal sealed class QueueHistory : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        create table queue_history (
            at timestamptz not null constraint pk_queue_history primary key,
            pending bigint not null,
            due bigint not null,
            processing bigint not null,
            failed bigint not null,
            oldest_due_seconds double precision,
            completed_in_minute bigint not null,
            failed_in_minute bigint not null,
            constraint ck_queue_history_at check (at = date_trunc('minute', at, 'UTC'))
        );
        -- Of no tenant: the operator sees it, over the queue's own connection.
        grant select, insert, delete on queue_history to commontrace_worker;

        -- Dead letters are never removed by themselves, so there may be many.
        create index ix_embedding_jobs_failed on embedding_jobs (error_code, completed_at) where status = 'failed';

        -- Whoever paused the queue is called by their name; the rest of a user stays theirs.
        grant select (id, display_name) on users to commontrace_worker;
        """);
}
