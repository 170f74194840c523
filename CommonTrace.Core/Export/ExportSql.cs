namespace CommonTrace.Core.Export;

/// <summary>
/// The SQL of an export. In all of it $1 is the tenant, t a trace of it, and $2 the operator, who is there in every installation and is not described:
/// the seal would show that user in one tenant only. What it tells is what Import/ImportLine.cs takes.
/// </summary>
internal static class ExportSql
{
    public const string Trace =
        """
        select jsonb_build_object(
            'id', t.id, 'title', t.title, 'context_text', t.context_text, 'solution_text', t.solution_text,
            'tags', array(select g.name from trace_tags tt join tags g on g.id = tt.tag_id where tt.trace_id = t.id order by g.name),
            'agent_model', t.agent_model, 'agent_version', t.agent_version, 'metadata_json', t.metadata_json,
            'review_after', t.review_after, 'watch_condition', t.watch_condition, 'supersedes_trace_id', t.supersedes_trace_id,
            'tokens_to_resolution', t.tokens_to_resolution, 'status', t.status, 'trust_score', t.trust_score,
            'confirmation_count', t.confirmation_count, 'is_seed', t.is_seed, 'version', t.version, 'edited_by', t.edited_by,
            'safety_flags', t.safety_flags, 'flagged_at', t.flagged_at, 'created_at', t.created_at, 'updated_at', t.updated_at,
            'contributor', jsonb_build_object(
                'id', t.contributor_id, 'display_name', (select u.display_name from users u where u.id = t.contributor_id and u.id <> $2),
                'created_at', (select u.created_at from users u where u.id = t.contributor_id and u.id <> $2)))
        """;

    public const string History =
        """
        || jsonb_build_object(
            'people', array(
                select jsonb_build_object('id', u.id, 'display_name', u.display_name, 'created_at', u.created_at) from users u
                where u.tenant_id = $1 and u.id <> $2 and u.id in (
                    select t.edited_by
                    union all select v.voter_id from votes v where v.trace_id = t.id
                    union all select o.user_id from outcomes o where o.trace_id = t.id
                    union all select o.user_id from trace_opens o where o.trace_id = t.id
                    union all select unnest(array[a.contributor_id, a.decided_by]) from amendments a where a.trace_id = t.id
                    union all select n.edited_by from trace_versions n where n.trace_id = t.id
                    union all select f.user_id from trace_flags f where f.trace_id = t.id)
                order by u.id),
            'stats', (select to_jsonb(s) - '{tenant_id,trace_id}'::text[] from trace_stats s where s.trace_id = t.id),
            'votes', array(select to_jsonb(v) - '{tenant_id,trace_id}'::text[] from votes v where v.trace_id = t.id order by v.id),
            'outcomes', array(select to_jsonb(o) - '{tenant_id,trace_id}'::text[] from outcomes o where o.trace_id = t.id order by o.user_id),
            'opens', array(select to_jsonb(o) - '{tenant_id,trace_id}'::text[] from trace_opens o where o.trace_id = t.id order by o.user_id),
            'amendments', array(select to_jsonb(a) - '{tenant_id,trace_id}'::text[] from amendments a where a.trace_id = t.id order by a.id),
            'versions', array(select to_jsonb(n) - '{tenant_id,trace_id}'::text[] from trace_versions n where n.trace_id = t.id order by n.version),
            'flags', array(select to_jsonb(f) - '{tenant_id,trace_id}'::text[] from trace_flags f where f.trace_id = t.id order by f.id))
        """;

    /// <summary>A vector of what the trace said before is none of it.</summary>
    public const string Vectors =
        """
        || jsonb_build_object('embedding', case when t.embedding_hash = t.content_hash and t.embedding is not null then jsonb_build_object(
            'model_id', t.embedding_model_id, 'model_version', t.embedding_model_version, 'dimensions', vector_dims(t.embedding),
            'embedded_at', t.embedded_at, 'vector', t.embedding::text) end)
        """;

    /// <summary>Those that supersede nothing, and so nobody has to wait for others.</summary>
    public const string FromFirst = "from traces t where t.tenant_id = $1 and t.supersedes_trace_id is null order by t.id";

    /// <summary>The rest, the older ones first; what supersedes itself by a detour comes last.</summary>
    public const string FromLater =
        """
        from traces t left join (
            with recursive chain (id, depth) as (
                select t.id, 1 from traces t join traces o on o.id = t.supersedes_trace_id where t.tenant_id = $1 and o.supersedes_trace_id is null
                union all
                select t.id, c.depth + 1 from chain c join traces t on t.supersedes_trace_id = c.id where t.tenant_id = $1
            )
            select id, depth from chain
        ) c on c.id = t.id
        where t.tenant_id = $1 and t.supersedes_trace_id is not null order by c.depth nulls last, t.id
        """;
}
