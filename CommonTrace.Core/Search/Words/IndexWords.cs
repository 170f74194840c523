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
        select t.id, t.title, t.context_text, t.solution_text, t.content_hash,
            array(select g.name from trace_tags tt join tags g on g.id = tt.tag_id where tt.trace_id = t.id order by g.name)
        from trace_search s join traces t on t.id = s.trace_id where s.words is null order by s.trace_id limit $1
        """;

    private const string WriteSql =
        """
        update trace_search s set head = $1, words = word_vector($2, $3, $4), signature = $5
        where s.trace_id = $6 and s.words is null
            and $7 = (select content_hash from traces where id = $6)
            and $8 = array(select g.name from trace_tags tt join tags g on g.id = tt.tag_id where tt.trace_id = $6 order by g.name)
        """;

    /// <summary>Runs it once.</summary>
    /// <returns>How many traces were read; when it is 0, all words are known.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var unread = await database.QueryAsync(ReadSql, [new() { Value = MostAtOnce }], Unread.Read, cancellationToken);
        foreach (var trace in unread)
        {
            await database.ExecuteAsync(WriteSql, trace.Parameters(), cancellationToken);
        }

        return unread.Count;
    }

    /// <summary>Notes which words are common by now; answers for how many that has changed.</summary>
    public async Task<long> NoteCommonTermsAsync(CancellationToken cancellationToken) =>
        (await database.QueryAsync("select note_common_terms()", [], row => row.GetInt64(0), cancellationToken))[0];

    private sealed record Unread(Guid Id, string Title, string ContextText, string SolutionText, byte[] ContentHash, string[] Tags)
    {
        public static Unread Read(NpgsqlDataReader row) => new(
            row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetFieldValue<byte[]>(4), row.GetFieldValue<string[]>(5));

        public NpgsqlParameter[] Parameters() =>
        [
            .. TraceWords.Of(Title, Tags, ContextText, SolutionText).Parameters(),
            new() { Value = Id },
            new() { Value = ContentHash },
            new() { Value = Tags },
        ];
    }
}
