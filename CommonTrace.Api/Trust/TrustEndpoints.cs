using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Api.Tenants;
using CommonTrace.Core.Trust;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommonTrace.Api.Trust;

internal static class TrustEndpoints
{
    public static void MapTrust(this RouteGroupBuilder api)
    {
        var trace = api.MapGroup("/traces/{id:guid}").WithTags("Trust").RequireScope(Scopes.Contribute);
        trace.MapPost("/votes", Cast).WithSummary("Vote for or against a trace of others").SpendsQuota();
        trace.MapPut("/vote", Change).WithSummary("Change your vote").SpendsQuota();
        trace.MapDelete("/vote", Withdraw).WithSummary("Withdraw your vote");
        trace.MapPost("/outcomes", Report).WithSummary("Tell whether a trace solved your problem").SpendsQuota();
        api.MapGet("/contributors/{id:guid}/reputation", Reputation).WithTags("Trust").WithSummary("What others think of a user's traces").RequireScope(Scopes.Read);
        api.MapPost("/admin/trust/recount", Recount).WithTags("Operations").WithSummary("Count the trust of a tenant anew").RequireScope(Scopes.Operate);
    }

    private static async Task<Results<Created<VoteResponse>, ProblemHttpResult>> Cast(
        Guid id, VoteRequest request, CurrentCaller current, CastVote cast, CancellationToken cancellationToken)
    {
        var answer = await cast.ExecuteAsync(current.Caller, id, request.ToNewVote(), cancellationToken);
        return answer.Succeeded(out var vote, out var failure) ? TypedResults.Created((string?)null, VoteResponse.Of(id, current.Caller.UserId, vote)) : failure.ToProblem();
    }

    private static async Task<Results<Ok<VoteResponse>, ProblemHttpResult>> Change(
        Guid id, VoteRequest request, CurrentCaller current, ChangeVote change, CancellationToken cancellationToken)
    {
        var answer = await change.ExecuteAsync(current.Caller, id, request.ToNewVote(), cancellationToken);
        return answer.Succeeded(out var vote, out var failure) ? TypedResults.Ok(VoteResponse.Of(id, current.Caller.UserId, vote)) : failure.ToProblem();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Withdraw(
        Guid id, CurrentCaller current, WithdrawVote withdraw, CancellationToken cancellationToken)
    {
        var answer = await withdraw.ExecuteAsync(current.Caller, id, cancellationToken);
        return answer.Failure is { } failure ? failure.ToProblem() : TypedResults.NoContent();
    }

    private static async Task<Results<Created<OutcomeResponse>, ProblemHttpResult>> Report(
        Guid id, OutcomeRequest request, CurrentCaller current, ReportOutcome report, CancellationToken cancellationToken)
    {
        var answer = await report.ExecuteAsync(current.Caller, id, request.Solved!.Value, request.Note, cancellationToken);
        return answer.Succeeded(out var told, out var failure) ? TypedResults.Created((string?)null, OutcomeResponse.Of(id, told)) : failure.ToProblem();
    }

    private static async Task<Results<Ok<ReputationResponse>, ProblemHttpResult>> Reputation(Guid id, GetReputation get, CancellationToken cancellationToken)
    {
        var answer = await get.ExecuteAsync(id, cancellationToken);
        return answer.Succeeded(out var reputation, out var failure) ? TypedResults.Ok(ReputationResponse.Of(reputation)) : failure.ToProblem();
    }

    private static async Task<Ok<RecountResponse>> Recount(CurrentCaller current, RecountTrust recount, CancellationToken cancellationToken)
    {
        var differed = await recount.ExecuteAsync(current.Caller, cancellationToken);
        return TypedResults.Ok(new RecountResponse(differed.Traces, differed.Outcomes, differed.Reputations));
    }
}
