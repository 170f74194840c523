namespace CommonTrace.Core.Data.Migrations;

/// <summary>
/// The functions of migration 0005. They run as the owner, with the tenant's test inside: <c>@@</c> and <c>%</c> are not leakproof, so
/// row-level security would keep their indexes from being used. What they answer is sealed again where it is joined with traces.
/// </summary>
internal static class SearchFunctions
{
    // Each term as it is (the configuration simple) and, if it is a plain word, by its English stem; English stop words not at all. Spots are
    // the term's places: position 1 with weight A is the title, 2 B the tags, 3 and 4 C the text, twice when it stands there more than once.
    public const string WordVector =
        """
        create function word_vector(terms text[], spots text[], plain boolean[]) returns tsvector
        language sql immutable parallel safe set search_path = pg_catalog as $function$
            select coalesce(string_agg('''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || ''':' || spots, ' '), '')::tsvector
            from (
                select form.lexeme, string_agg(given.spots, ',') as spots
                from (
                    select term, spots, case when is_plain then ts_lexize('english_stem', term) end as stem
                    from unnest(terms, spots, plain) as every (term, spots, is_plain)
                ) given
                cross join lateral (select given.term union select given.stem[1]) form (lexeme)
                where given.stem is distinct from '{}' and form.lexeme is not null
                group by form.lexeme
            ) placed
        $function$;
        """;

    // A word's variants: as it is, its stem (0.9), what begins with it (0.6). Of those that a trace has, the best counts: by its place and
    // number (ts_rank over single terms; 1.645 makes a single A one), and by how rare the word is. Words that are rare enough find the
    // candidates, common ones only add to them; where all are common, traces with all of them are candidates, and some with the rarest.
    public const string SearchWords =
        """
        create function search_words(
            tenant uuid, word integer[], term text[], importance real[], likeness real[], plain boolean[], must tsquery, spell boolean, size bigint,
            wanted_status text, with_expired boolean, most integer)
        returns table (id uuid, score real, coverage real)
        language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set pg_trgm.word_similarity_threshold = 0.55 as $function$
        #variable_conflict use_column
        begin
            return query
            with given as materialized (
                select every.*, case when every.plain then ts_lexize('english_stem', every.term) end as stem
                from unnest(word, term, importance, likeness, plain) as every (word, term, importance, likeness, plain)
            ), variant as materialized (
                select distinct on (form.word, form.query) form.word, form.query, form.likeness, (c.share * size)::bigint as traces
                from (
                    select word, term, ('''' || term || '''')::tsquery as query, likeness from given where stem is distinct from '{}'
                    union all
                    select word, stem[1], ('''' || stem[1] || '''')::tsquery, likeness * 0.9 from given where stem[1] <> term
                    union all
                    select word, term, ('''' || term || ''':*')::tsquery, likeness * 0.6 from given
                    -- Not of other spellings: what begins with an abbreviation is much.
                    where stem <> '{}' and length(term) between 4 and 40 and likeness = 1
                ) form
                left join common_terms c on c.term = form.term and c.share * size > 2000
                order by form.word, form.query, form.likeness desc
            ), hit as materialized (
                select s.trace_id, v.word, v.likeness * 1.645 * ts_rank('{0.1, 0.35, 0.8, 1}', s.words, v.query) as score, v.likeness
                from variant v cross join lateral (
                    select w.trace_id, w.words from trace_search w
                    where w.tenant_id = tenant and w.words @@ case when must is null then v.query else v.query && must end limit 2000
                ) s
                where v.traces is null
            ), guess as materialized (
                -- What no trace has may be mistyped.
                select s.trace_id, g.word, g.likeness * 0.5 * s.alike as score, g.likeness * s.alike as likeness
                from given g cross join lateral (
                    select w.trace_id, word_similarity(g.term, w.head) as alike from trace_search w
                    where spell and w.tenant_id = tenant and w.words is not null and w.head %> g.term and (must is null or w.words @@ must) limit 500
                ) s
                where length(g.term) >= 4 and g.stem is distinct from '{}'
                    and not exists (select from hit where hit.word = g.word) and not exists (select from variant v where v.word = g.word and v.traces is not null)
            ), found as materialized (
                select trace_id, word, max(score) as score, max(likeness) as likeness
                from (table hit union all table guess) every group by trace_id, word
            ), frequency as materialized (
                select g.word, max(g.importance) as importance, bool_or(g.term ~ '[0-9]') as has_digits, coalesce(greatest(max(f.traces), max(v.traces)), 0) as traces
                from given g
                left join (select word, count(*) as traces from found group by word) f on f.word = g.word
                left join (select word, max(traces) as traces from variant group by word) v on v.word = g.word
                where g.stem is distinct from '{}' group by g.word
            ), rarity as materialized (
                select *, ln(1 + (greatest(size, traces) + 1) / greatest(traces, 0.5)) as idf from frequency
            ), seed as (
                select f.trace_id from found f join rarity r using (word) group by f.trace_id order by sum(r.importance * r.idf * f.score) desc limit 1500
            ), all_common as (
                select string_agg(format('(%s)', anyone), ' & ')::tsquery as query
                from (select string_agg(query::text, ' | ') as anyone from variant where traces is not null group by word) by_word
            ), candidate as materialized (
                select trace_id from seed
                union
                (select w.trace_id from trace_search w
                where not exists (select from seed) and w.tenant_id = tenant
                    and w.words @@ (select case when must is null then query else query && must end from all_common) limit 2000)
                union
                (select w.trace_id from trace_search w
                where not exists (select from seed) and w.tenant_id = tenant
                    and w.words @@ (select case when must is null then query else query && must end from variant where traces is not null order by traces limit 1) limit 1000)
            ), common_hit as (
                select c.trace_id, v.word, v.likeness * 1.645 * ts_rank('{0.1, 0.35, 0.8, 1}', s.words, v.query) as score, v.likeness
                -- "is true" keeps the index out of it, which would read all that have the word.
                from candidate c join trace_search s using (trace_id) join variant v on v.traces is not null and (s.words @@ v.query) is true
            ), best as (
                select trace_id, word, max(score) as score, max(likeness) as likeness
                from (select found.* from found join candidate using (trace_id) union all table common_hit) every group by trace_id, word
            ), total as (
                -- What no trace has says less than what some have; an id, a time or an address that was pasted along says next to nothing.
                select sum(importance * idf * case when traces > 0 then 1 when has_digits then 0.1 else 0.7 end) as weight from rarity
            ), summed as (
                select b.trace_id, sum(r.importance * r.idf * b.score) as score, sum(r.importance * r.idf * b.likeness) as matched
                from best b join rarity r using (word) group by b.trace_id
            )
            select t.id, (s.score / total.weight)::real, (s.matched / total.weight)::real
            -- In order already: only as many traces are looked at as are wanted.
            from (select * from summed order by score desc, trace_id) s cross join total join traces t on t.id = s.trace_id
            where t.tenant_id = tenant and t.flagged_at is null and (wanted_status is null or t.status = wanted_status)
                and (with_expired or t.review_after is null or t.review_after > now())
            order by s.score desc, s.trace_id limit most;
        end $function$;
        revoke execute on function search_words(uuid, integer[], text[], real[], real[], boolean[], tsquery, boolean, bigint, text, boolean, integer) from public;
        grant execute on function search_words(uuid, integer[], text[], real[], real[], boolean[], tsquery, boolean, bigint, text, boolean, integer) to commontrace_api;
        """;

    // Which of some words no trace of the tenant has, as they are, by their stem, or mistyped in title and tags.
    // The tenant is tested on the row: the first that is found will do.
    public const string CountUnknownWords =
        """
        create function count_unknown_words(tenant uuid, words text[]) returns integer
        language sql stable security definer set search_path = pg_catalog, public, pg_temp set pg_trgm.word_similarity_threshold = 0.6 as $function$
            select count(*)::integer
            from unnest(words) asked (word)
            cross join lateral (
                select ('''' || word || '''')::tsquery || ('''' || coalesce((ts_lexize('english_stem', word))[1], word) || '''')::tsquery as query
            ) form
            where case
                when exists (select from trace_search s where s.words @@ form.query and (s.tenant_id = tenant) is true) then false
                -- Slower: only where it matters.
                else not exists (select from trace_search s where s.tenant_id = tenant and s.words is not null and s.head %> word) end
        $function$;
        revoke execute on function count_unknown_words(uuid, text[]) from public;
        grant execute on function count_unknown_words(uuid, text[]) to commontrace_api;
        """;

    // Near copies share a hash of their signatures; those that share most come first. The tenant is in the hashes: to look it up in the index too
    // would mean to walk through all that the tenant has.
    public const string FindSimilar =
        """
        create function find_similar(tenant uuid, signature integer[], most integer) returns table (id uuid, shared bigint)
        language sql stable security definer set search_path = pg_catalog, public, pg_temp as $function$
            select s.trace_id, (select count(*) from unnest(s.signature) own (hash) where own.hash = any($2))
            from trace_search s
            where s.signature && $2 and s.words is not null and (s.tenant_id = tenant) is true
            order by 2 desc, 1 limit most
        $function$;
        revoke execute on function find_similar(uuid, integer[], integer) from public;
        grant execute on function find_similar(uuid, integer[], integer) to commontrace_api;
        """;

    // PostgreSQL's own statistics say which words most traces have. Shares are of all tenants together: rarity needs no more than a hint.
    public const string NoteCommonTerms =
        """
        create function note_common_terms() returns bigint language sql security definer set search_path = pg_catalog, public, pg_temp as $function$
            with stated as (
                select unnest(most_common_elems::text::text[]) as term, unnest(most_common_elem_freqs) as share
                from pg_stats where schemaname = 'public' and tablename = 'trace_search' and attname = 'words'
            ), gone as (
                delete from common_terms where term not in (select term from stated where term is not null)
            ), noted as (
                insert into common_terms (term, share) select term, share from stated where term is not null
                on conflict (term) do update set share = excluded.share where common_terms.share <> excluded.share
                returning 1
            )
            select count(*) from noted
        $function$;
        revoke execute on function note_common_terms() from public;
        grant execute on function note_common_terms() to commontrace_worker;
        """;
}
