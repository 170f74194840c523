using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Core;
using CommonTrace.Core.Embeddings.Reembed;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommonTrace.Api.Admin;

internal static class ReembedEndpoints
{
    private const string Path = "/admin/reembed";

    public static void MapReembed(this RouteGroupBuilder api)
    {
        var reembed = api.MapGroup(Path).WithTags("Operations").RequireScope(Scopes.Operate);
        reembed.MapPost("", Start).WithSummary("Make all vectors anew with another model, or say what that would cost");
        reembed.MapGet("", Progress).WithSummary("Say how far the last change of the model is");
        reembed.MapPost("/pause", Pause).WithSummary("Stop embedding for the next model until resumed");
        reembed.MapPost("/resume", Resume).WithSummary("Go on after a pause");
        reembed.MapPost("/abort", Abort).WithSummary("Give the change up; searches notice nothing");
        reembed.MapPost("/rollback", RollBack).WithSummary("Let searches read the previous model's vectors again");
    }

    private static async Task<Results<Accepted<ReembedResponse>, Ok<ReembedEstimateResponse>, ProblemHttpResult>> Start(
        ReembedRequest request, CurrentCaller current, StartReembedding start, CancellationToken cancellationToken)
    {
        if (request.DryRun is true)
        {
            var estimated = await start.EstimateAsync(request.ToModel(), cancellationToken);
            return estimated.Succeeded(out var estimate, out var refusal) ? TypedResults.Ok(ReembedEstimateResponse.Of(estimate)) : refusal.ToProblem();
        }

        var started = await start.ExecuteAsync(current.Caller, request.ToModel(), cancellationToken);
        return started.Succeeded(out var progress, out var failure)
            ? TypedResults.Accepted($"/api/v1{Path}", ReembedResponse.Of(progress))
            : failure.ToProblem();
    }

    private static async Task<Results<Ok<ReembedResponse>, ProblemHttpResult>> Progress(GetReembedding progress, CancellationToken cancellationToken) =>
        Answer(await progress.ExecuteAsync(cancellationToken));

    private static async Task<Results<Ok<ReembedResponse>, ProblemHttpResult>> Pause(
        CurrentCaller current, PauseReembedding pause, CancellationToken cancellationToken) => Answer(await pause.PauseAsync(current.Caller, cancellationToken));

    private static async Task<Results<Ok<ReembedResponse>, ProblemHttpResult>> Resume(
        CurrentCaller current, PauseReembedding pause, CancellationToken cancellationToken) => Answer(await pause.ResumeAsync(current.Caller, cancellationToken));

    private static async Task<Results<Ok<ReembedResponse>, ProblemHttpResult>> Abort(
        CurrentCaller current, AbortReembedding abort, CancellationToken cancellationToken) => Answer(await abort.ExecuteAsync(current.Caller, cancellationToken));

    private static async Task<Results<Ok<ReembedResponse>, ProblemHttpResult>> RollBack(
        CurrentCaller current, RollBackReembedding rollBack, CancellationToken cancellationToken) => Answer(await rollBack.ExecuteAsync(current.Caller, cancellationToken));

    private static Results<Ok<ReembedResponse>, ProblemHttpResult> Answer(Result<ReembeddingProgress> answer) =>
        answer.Succeeded(out var progress, out var failure) ? TypedResults.Ok(ReembedResponse.Of(progress)) : failure.ToProblem();
}
