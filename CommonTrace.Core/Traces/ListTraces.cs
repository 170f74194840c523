using CommonTrace.Core.Data;
using CommonTrace.Core.Paging;
using CommonTrace.Core.Tags;
using CommonTrace.Core.Users;
using Npgsql;

namespace CommonTrace.Core.Traces;

/// <summary>Lists the tenant's traces, the newest first.</summary>
public sealed class ListTraces(CommonTraceDbContext database)
{
    private static readonly TimeCursor Newest = new(DateTimeOffset.MaxValue, Guid.AllBitsSet);

    /// <summary>Runs it.</summary>
    public async Task<Result<Page<TraceView>>> ExecuteAsync(Caller caller, TraceListQuery query, CancellationToken cancellationToken)
    {
        if (!TimeCursor.TryRead(query.Cursor, Newest, out var before))
        {
            return PageCursor.Failure;
        }

        var (tags, impossible) = Tag.NormalizeAll(query.Tags);
        if (impossible.Count > 0)
        {
            // No trace can bear what is no tag.
            return new Page<TraceView>([], null);
        }

        var (sql, parameters) = StatementOf(caller, query, tags, before);
        var traces = await database.QueryAsync(sql, parameters, TraceReader.Read, cancellationToken);
        return Page<TraceView>.Of(traces, query.Limit, last => new TimeCursor(last.CreatedAt, last.Id).ToString());
    }

    // The conditions that are asked for and no others: a plan that must serve all of them serves none.
    private static (string Sql, NpgsqlParameter[] Parameters) StatementOf(
        Caller caller, TraceListQuery query, IReadOnlyList<string> tags, TimeCursor before)
    {
        List<NpgsqlParameter> parameters =
            [new() { Value = caller.TenantId }, new() { Value = before.At }, new() { Value = before.Id }, new() { Value = query.Limit + 1 }];
        List<string> conditions = ["t.tenant_id = $1", "(t.created_at, t.id) < ($2, $3)"];
        if (query.Status is { } status)
        {
            conditions.Add($"t.status = {Next(status)}");
        }

        if (query.ContributorId is { } contributor)
        {
            conditions.Add($"t.contributor_id = {Next(contributor)}");
        }

        if (tags.Count > 0)
        {
            var names = Next(tags.ToArray());
            conditions.Add(
                $"""
                t.id in (
                    select tt.trace_id from trace_tags tt join tags g on g.id = tt.tag_id
                    where g.tenant_id = $1 and g.name = any({names}) group by tt.trace_id having count(*) = cardinality({names}))
                """);
        }

        // What is hidden is listed for its author, and when it is asked for; all of it for moderators only.
        conditions.Add(query.Flagged switch
        {
            false => "t.flagged_at is null",
            true when caller.May(Scopes.Moderate) => "t.flagged_at is not null",
            true => $"t.flagged_at is not null and t.contributor_id = {Next(caller.UserId)}",
            null => $"(t.flagged_at is null or t.contributor_id = {Next(caller.UserId)})",
        });
        return (SqlOf(string.Join(" and ", conditions)), [.. parameters]);

        string Next(object value)
        {
            parameters.Add(new() { Value = value });
            return $"${parameters.Count}";
        }
    }

    private static string SqlOf(string condition) =>
        $"""
        select {TraceReader.Columns}
        from (select t.* from traces t where {condition} order by t.created_at desc, t.id desc limit $4) t {TraceReader.Joins}
        order by t.created_at desc, t.id desc
        """;
}

/// <summary>Which traces are asked for.</summary>
/// <param name="Status">One of <see cref="TraceStatus"/>; null for both.</param>
/// <param name="Tags">In any spelling; all must be borne.</param>
/// <param name="ContributorId">Whose; null for everybody's.</param>
/// <param name="Flagged">True for those that are hidden only: all of them for moderators, one's own for others. False for the others only. Null for what may be seen.</param>
/// <param name="Limit">How many; 1 to 100.</param>
/// <param name="Cursor">Where the page before ended; null for the first.</param>
public sealed record TraceListQuery(string? Status, IReadOnlyList<string> Tags, Guid? ContributorId, bool? Flagged, int Limit, string? Cursor);
