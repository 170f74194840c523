using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommonTrace.Core.Data.Migrations;

/// <summary>
/// What searching needs beside the vectors: the words of a trace, what becomes of it in its life, which words are common, and what was
/// searched for in vain. See docs/search.md.
/// </summary>
[DbContext(typeof(CommonTraceDbContext))]
[Migration("0005_search")]
internal sealed class Search : Migration
{
    private const string Traces =
        """
        alter table traces
            add column review_after timestamptz,
            add column watch_condition text constraint ck_traces_watch_condition check (length(watch_condition) between 1 and 500),
            add column supersedes_trace_id uuid constraint fk_traces_supersedes_trace_id references traces on delete set null,
            add column flagged_at timestamptz;
        create index ix_traces_supersedes_trace_id on traces (supersedes_trace_id) where supersedes_trace_id is not null;

        -- What changes often stays away from the row that carries the vector. A trace without a row here was never used.
        create table trace_stats (
            trace_id uuid constraint pk_trace_stats primary key constraint fk_trace_stats_trace_id references traces on delete cascade,
            tenant_id uuid not null constraint fk_trace_stats_tenant_id references tenants on delete cascade,
            retrieval_count bigint not null,
            solved_count integer not null,
            failed_count integer not null,
            constraint ck_trace_stats_counts check (retrieval_count >= 0 and solved_count >= 0 and failed_count >= 0)
        );
        create index ix_trace_stats_tenant_id on trace_stats (tenant_id);
        """;

    private const string Words =
        """
        create table trace_search (
            trace_id uuid constraint pk_trace_search primary key constraint fk_trace_search_trace_id references traces on delete cascade,
            tenant_id uuid not null constraint fk_trace_search_tenant_id references tenants on delete cascade,
            head text,
            words tsvector,
            signature integer[]
        ) with (
            -- Kept in the row, not compressed and not moved out: ranking reads the words of every candidate.
            toast_tuple_target = 8160
        );
        alter table trace_search alter column words set storage external, alter column words set statistics 300;
        -- The tenant first: a small tenant does not pay for the words of a large one. A short pending list: searches read all of it.
        create index ix_trace_search_words on trace_search using gin (tenant_id, words, head gin_trgm_ops, signature)
            with (gin_pending_list_limit = 256) where words is not null;
        create index ix_trace_search_unread on trace_search (trace_id) where words is null;
        create index ix_trace_search_tenant_id on trace_search (tenant_id);
        insert into trace_search (trace_id, tenant_id) select id, tenant_id from traces;

        create table common_terms (
            term text constraint pk_common_terms primary key,
            share real not null
        );
        """;

    // Whoever writes traces, be it a restored backup, the words follow: a row without words is read by a worker.
    private const string Upkeep =
        """
        create function expect_words_of_traces() returns trigger language plpgsql security definer set search_path = pg_catalog as $function$
        begin
            insert into public.trace_search (trace_id, tenant_id) select id, tenant_id from after_change on conflict (trace_id) do nothing;
            return null;
        end $function$;
        create function forget_words_of_trace() returns trigger language plpgsql security definer set search_path = pg_catalog as $function$
        begin
            update public.trace_search set words = null where trace_id = new.id and words is not null;
            return null;
        end $function$;
        create function forget_words_of_tags() returns trigger language plpgsql security definer set search_path = pg_catalog as $function$
        begin
            update public.trace_search s set words = null
            from change c join public.tags g on g.id = c.tag_id
            where s.trace_id = c.trace_id and (s.words @@ ('''#' || g.name || '''')::tsquery) = (tg_op = 'DELETE');
            return null;
        end $function$;
        revoke execute on function expect_words_of_traces(), forget_words_of_trace(), forget_words_of_tags() from public;

        create trigger traces_words_expected after insert on traces
            referencing new table as after_change for each statement execute function expect_words_of_traces();
        create trigger traces_words_forgotten after update of title, context_text, solution_text on traces
            for each row when (old.content_hash <> new.content_hash) execute function forget_words_of_trace();
        create trigger trace_tags_words_forgotten_in after insert on trace_tags
            referencing new table as change for each statement execute function forget_words_of_tags();
        create trigger trace_tags_words_forgotten_out after delete on trace_tags
            referencing old table as change for each statement execute function forget_words_of_tags();
        """;

    private const string Misses =
        """
        create table search_misses (
            tenant_id uuid not null constraint fk_search_misses_tenant_id references tenants on delete cascade,
            query_hash bytea not null,
            query text,
            tags text[] not null,
            misses bigint not null,
            first_at timestamptz not null default now(),
            last_at timestamptz not null default now(),
            constraint pk_search_misses primary key (tenant_id, query_hash),
            constraint ck_search_misses_query_hash check (length(query_hash) = 32),
            constraint ck_search_misses_misses check (misses > 0)
        );
        create index ix_search_misses_wanted on search_misses (misses, tenant_id, query_hash);
        create index ix_search_misses_last_at on search_misses (last_at);
        """;

    private const string Grants =
        """
        grant select, insert, update, delete on trace_search to commontrace_api;
        grant select on trace_stats to commontrace_api;
        grant select, insert, update on search_misses to commontrace_api;
        grant select, update on trace_search to commontrace_worker;
        grant select on trace_tags, tags to commontrace_worker;
        grant select, delete on search_misses to commontrace_worker;

        do $$
        declare sealed text;
        begin
            foreach sealed in array array['trace_search', 'trace_stats', 'search_misses'] loop
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

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AlterDatabase()
            .Annotation("Npgsql:PostgresExtension:btree_gin", ",,").Annotation("Npgsql:PostgresExtension:pg_trgm", ",,")
            .OldAnnotation("Npgsql:PostgresExtension:vector", ",,").Annotation("Npgsql:PostgresExtension:vector", ",,");
        migrationBuilder.Sql(Traces);
        migrationBuilder.Sql(Words);
        migrationBuilder.Sql(Upkeep);
        migrationBuilder.Sql(Misses);
        migrationBuilder.Sql(Grants);
        migrationBuilder.Sql(SearchFunctions.WordVector);
        migrationBuilder.Sql(SearchFunctions.SearchWords);
        migrationBuilder.Sql(SearchFunctions.CountUnknownWords);
        migrationBuilder.Sql(SearchFunctions.FindSimilar);
        migrationBuilder.Sql(SearchFunctions.NoteCommonTerms);
    }
}
