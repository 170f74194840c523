namespace CommonTrace.Tests.Moving;

/// <summary>The SQL of a tenant that has a row in every table of traces, with no column as it is by default.</summary>
internal static class FilledTenant
{
    // The one that supersedes has the smaller id: an export by ids alone would name it first.
    private const string Traces =
        """
        insert into traces (id, tenant_id, contributor_id, title, context_text, solution_text, content_hash, solution_hash, status, trust_score, confirmation_count,
            agent_model, agent_version, metadata_json, is_seed, review_after, watch_condition, supersedes_trace_id, tokens_to_resolution, version, edited_by,
            safety_flags, flagged_at, created_at, updated_at)
        select ('01900000-0000-7000-8000-00000000000' || n)::uuid, $tenant,
            (case n when 3 then '00000000-0000-7000-8000-000000000002' else '01900000-0000-7000-8000-0000000000a1' end)::uuid,
            'title ' || n || ' 🚀', 'context of ' || n || ', ask [email]', 'solution ' || n, sha256(convert_to('title ' || n || E' 🚀\ncontext of ' || n || E', ask [email]\nsolution ' || n, 'UTF8')),
            sha256(convert_to('solution ' || n, 'UTF8')), 'pending', 0, 0,
            'model-' || n, '1.' || n, jsonb_build_object('n', 1.50, 'deep', jsonb_build_array(n, null, 'ü')), n = 3, '2031-01-01 00:00:00.123456Z', 'release ' || n,
            case n when 1 then '01900000-0000-7000-8000-000000000002'::uuid when 2 then '01900000-0000-7000-8000-000000000003' end,
            n * 1000, case n when 2 then 2 else 1 end, case n when 2 then '01900000-0000-7000-8000-0000000000b2'::uuid end,
            case n when 2 then array['hidden_text', 'pipe_to_shell'] else '{}' end, case n when 2 then timestamptz '2026-02-02 02:02:02.000002Z' end,
            '2026-01-01 10:00:00.654321Z'::timestamptz + n * interval '1 day', '2026-03-01 10:00:00.000001Z'::timestamptz + n * interval '1 day'
        from generate_series(3, 1, -1) n
        """;

    private const string Users =
        """
        insert into users (id, tenant_id, email, display_name, created_at)
        select ('01900000-0000-7000-8000-0000000000' || code)::uuid, $tenant, name || '@example.com', nullif(name, 'Nobody'), created_at::timestamptz
        from (values ('a1', 'Ada', '2025-01-01 01:01:01.000001Z'), ('b2', 'Grace', '2025-02-02Z'), ('c3', 'Nobody', '2025-03-03Z')) as u (code, name, created_at)
        """;

    private const string History =
        """
        with g as (
            insert into tags (id, tenant_id, name) select gen_random_uuid(), $tenant, name from unnest(array['c#', 'postgres']) name returning id, name
        ), tagged as (
            insert into trace_tags (trace_id, tag_id, tenant_id) select t.id, g.id, $tenant from traces t cross join g where t.tenant_id = $tenant and (g.name = 'c#' or t.version = 2)
        ), voted as (
            insert into votes (id, tenant_id, trace_id, voter_id, vote_type, feedback_tag, feedback_text, voter_context, weight, is_established, created_at, updated_at) values
                ('01900000-0000-7000-8000-0000000001f1', $tenant, '01900000-0000-7000-8000-000000000002', '01900000-0000-7000-8000-0000000000b2', 'up', null, null, '{"os": "linux"}', 0.2065, true, '2026-04-01 00:00:00.000001Z', '2026-04-02Z'),
                ('01900000-0000-7000-8000-0000000001f2', $tenant, '01900000-0000-7000-8000-000000000002', '01900000-0000-7000-8000-0000000000c3', 'down', 'wrong', 'It did not', null, 0.1000, false, '2026-04-03Z', '2026-04-04Z')
        ), told as (
            insert into outcomes (trace_id, user_id, tenant_id, solved, note, weight, counts, created_at, updated_at) values
                ('01900000-0000-7000-8000-000000000002', '01900000-0000-7000-8000-0000000000b2', $tenant, true, 'at once', 0.4130, true, '2026-05-01Z', '2026-05-02 00:00:00.5Z'),
                ('01900000-0000-7000-8000-000000000001', '01900000-0000-7000-8000-0000000000c3', $tenant, false, null, 0.2, false, '2026-05-03Z', '2026-05-04Z')
        ), opened as (
            insert into trace_opens (trace_id, user_id, tenant_id, opened_at)
            values ('01900000-0000-7000-8000-000000000002', '01900000-0000-7000-8000-0000000000b2', $tenant, '2026-05-01Z')
        ), proposed as (
            insert into amendments (id, tenant_id, trace_id, contributor_id, improved_solution, explanation, status, is_credited, safety_flags, decided_by, decided_at, created_at) values
                ('01900000-0000-7000-8000-0000000002f1', $tenant, '01900000-0000-7000-8000-000000000002', '01900000-0000-7000-8000-0000000000b2', 'better', 'because', 'accepted', true, '{}', '01900000-0000-7000-8000-0000000000a1', '2026-06-02Z', '2026-06-01Z'),
                ('01900000-0000-7000-8000-0000000002f2', $tenant, '01900000-0000-7000-8000-000000000002', '01900000-0000-7000-8000-0000000000c3', 'worse', 'who knows', 'pending', false, '{hidden_text}', null, null, '2026-06-03Z')
        ), kept as (
            insert into trace_versions (trace_id, version, tenant_id, title, context_text, solution_text, tags, metadata_json, edited_by, created_at)
            values ('01900000-0000-7000-8000-000000000002', 1, $tenant, 'before', 'c', 's', '{c#,old}', '{"n": 1}', '01900000-0000-7000-8000-0000000000a1', '2026-01-03Z')
        ), flagged as (
            insert into trace_flags (id, tenant_id, trace_id, user_id, category, reason, is_established, created_at, cleared_at) values
                ('01900000-0000-7000-8000-0000000003f1', $tenant, '01900000-0000-7000-8000-000000000002', '01900000-0000-7000-8000-0000000000b2', 'spam', 'looks like it', true, '2026-07-01Z', null),
                ('01900000-0000-7000-8000-0000000003f2', $tenant, '01900000-0000-7000-8000-000000000002', '01900000-0000-7000-8000-0000000000b2', 'harmful', 'was wrong', false, '2026-07-02Z', '2026-07-03Z')
        )
        insert into trace_stats (trace_id, tenant_id, retrieval_count, solved_count, failed_count) select id, $tenant, 41, 0, 0 from traces where tenant_id = $tenant and version = 2
        """;

    private const string Vectors =
        """
        update traces set embedding_hash = content_hash, embedding_model_id = 'commontrace-local', embedding_model_version = s.model_version,
            embedded_at = '2026-08-01 00:00:00.000007Z', embedding = (select array_agg(sin(i * tokens_to_resolution)::real) from generate_series(1, 1536) i)::vector
        from embedding_sets s where s.role = 'active' and tenant_id = $tenant and tokens_to_resolution < 3000
        """;

    public static readonly string[] Sql = [Users, Traces, History, Vectors];

    /// <summary>Each row whole, but for the tenant, addresses and the ids of tags, which are theirs by name.</summary>
    public static readonly (string Name, string Sql)[] Tables =
    [
        .. new[] { "traces", "trace_stats", "votes", "outcomes", "trace_opens", "amendments", "trace_versions", "trace_flags", "reputations" }
            .Select(table => (table, $"select to_jsonb(t) - 'tenant_id' from {table} t where tenant_id = $1")),
        ("users", "select to_jsonb(u) - '{tenant_id,email}'::text[] from users u where tenant_id = $1 and id <> '00000000-0000-7000-8000-000000000002'"),
        ("trace_tags", "select jsonb_build_array(l.trace_id, g.name) from trace_tags l join tags g on g.id = l.tag_id where l.tenant_id = $1"),
    ];
}
