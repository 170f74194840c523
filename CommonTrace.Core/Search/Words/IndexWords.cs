using CommonTrace.Core.Jobs;
using Npgsql;

namespace CommonTrace.Core.Search.Words;

/// <summary>Reads the words of traces whose words are not known: those that came in bulk, or by SQL, or whose text or tags have changed.</summary>
public sealed class IndexWords(QueueDatabase database)
{
    private const int MostAtOnce = 200;

    // One statement reads and another writes, so that what is read is not locked meanwhile: a trace that changes in between is empty again
    // or has another hash, and keeps its empty row.
    private const string ReadSql =
        """
        select t.id, t.title, t.context_text, t.solution_text, t.content_hash, t.tenant_id,
            array(select g.name from trace_tags tt join tags g on g.id = tt.tag_id where tt.trace_id = t.id order by g.name)
        from trace_search s join traces t on t.id = s.trace_id where s.words is null order by s.trace_id limit $1
        """;

    // All in one statement: a round trip and a commit each would take most of the time. Lists have a line for each of their elements.
    private const string WriteSql =
        """
        update trace_search s
        set head = known.head, signature = string_to_array(known.signature, E'\n')::integer[],
            words = word_vector(string_to_array(known.terms, E'\n'), string_to_array(known.spots, E'\n'), string_to_array(known.plain, E'\n')::boolean[])
        from unnest($1::uuid[], $2::bytea[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
            as known (id, content_hash, tags, head, terms, spots, plain, signature)
        where s.trace_id = known.id and s.words is null
            and known.content_hash = (select content_hash from traces where id = known.id)
            and string_to_array(known.tags, E'\n') = array(select g.name from trace_tags tt join tags g on g.id = tt.tag_id where tt.trace_id = known.id order by g.name)
        """;

    /// <summary>Runs it once.</summary>
    /// <returns>How many traces were read; when it is 0, all words are known.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var unread = await database.QueryAsync(ReadSql, [new() { Value = MostAtOnce }], Unread.Read, cancellationToken);
        if (unread.Count > 0)
        {
            await database.ExecuteAsync(WriteSql, Known(unread), cancellationToken);
        }

        return unread.Count;
    }

    /// <summary>Notes which words are common by now; answers for how many that has changed.</summary>
    public async Task<long> NoteCommonTermsAsync(CancellationToken cancellationToken) =>
        (await database.QueryAsync("select note_common_terms()", [], row => row.GetInt64(0), cancellationToken))[0];

    private static NpgsqlParameter[] Known(List<Unread> traces)
    {
        var words = traces.ConvertAll(trace => TraceWords.Of(trace.Title, trace.Tags, trace.ContextText, trace.SolutionText));
        return
        [
            new() { Value = traces.ConvertAll(trace => trace.Id) },
            new() { Value = traces.ConvertAll(trace => trace.ContentHash) },
            Lists(traces.Select(trace => trace.Tags)),
            new() { Value = words.ConvertAll(known => known.Head) },
            Lists(words.Select(known => known.Terms)),
            Lists(words.Select(known => known.Spots)),
            Lists(words.Select(known => known.AreWords)),
            Lists(words.Zip(traces, (known, trace) => known.SignatureIn(trace.TenantId))),
        ];
    }

    private static NpgsqlParameter Lists<T>(IEnumerable<IEnumerable<T>> lists) => new() { Value = lists.Select(list => string.Join('\n', list)).ToArray() };

    private sealed record Unread(Guid Id, string Title, string ContextText, string SolutionText, byte[] ContentHash, Guid TenantId, string[] Tags)
    {
        public static Unread Read(NpgsqlDataReader row) => new(
            row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetFieldValue<byte[]>(4), row.GetGuid(5),
            row.GetFieldValue<string[]>(6));
    }
}
