using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Core;
using CommonTrace.Core.Paging;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Trust;
using CommonTrace.Core.Users;

namespace CommonTrace.Api.Pages.People;

/// <summary>Who wrote the traces, and what others think of them.</summary>
internal static class PeoplePages
{
    public static void MapPeoplePages(this RouteGroupBuilder readers) => readers.MapGet("/people/{id:guid}", Show);

    private static async Task<IResult> Show(Guid id, string? cursor, [AsParameters] PersonVerbs verbs, CurrentCaller current, CancellationToken cancellationToken)
    {
        var answer = await verbs.ReadAsync(current.Caller, id, cursor, cancellationToken);
        return answer.Succeeded(out var person, out var failure) ? PageResults.Page<PersonPage>(new { Person = person })
            : failure.Kind is FailureKind.NotFound ? PageResults.Page<UnknownPersonPage>(new { Failure = failure }, StatusCodes.Status404NotFound)
            : failure.ToProblem();
    }
}

/// <summary>The verbs that tell of somebody.</summary>
internal sealed record PersonVerbs(GetContributor Contributor, GetReputation Reputation, ListTraces Traces, ListKeys Keys)
{
    public async Task<Result<PersonView>> ReadAsync(Caller caller, Guid id, string? cursor, CancellationToken cancellationToken)
    {
        if (!(await Contributor.ExecuteAsync(id, cancellationToken)).Succeeded(out var contributor, out var missing))
        {
            return missing;
        }

        var query = new TraceListQuery(Status: null, [], id, Flagged: null, PageLimit.Default, cursor);
        if (!(await Traces.ExecuteAsync(caller, query, cancellationToken)).Succeeded(out var traces, out var failure)
            || !(await Reputation.ExecuteAsync(id, cancellationToken)).Succeeded(out var reputation, out failure))
        {
            return failure;
        }

        var keys = caller.UserId == id && (await Keys.ExecuteAsync(caller, PageLimit.Largest, cursor: null, cancellationToken)).Succeeded(out var page, out _) ? page : null;
        return new PersonView(contributor, reputation, traces, keys, IsFirst: cursor is null);
    }
}

/// <summary>Somebody, as the caller may see them.</summary>
/// <param name="Contributor">Who they are.</param>
/// <param name="Reputation">What others think of their traces.</param>
/// <param name="Traces">A page of their traces; of one's own the hidden ones too.</param>
/// <param name="Keys">One's own keys, the newest 100; null for others.</param>
/// <param name="IsFirst">Whether the page of traces is the first.</param>
public sealed record PersonView(Contributor Contributor, UserReputation Reputation, Page<TraceView> Traces, Page<KeyView>? Keys, bool IsFirst)
{
    /// <summary>Whether the caller looks at themselves.</summary>
    public bool IsSelf => Keys is not null;
}
