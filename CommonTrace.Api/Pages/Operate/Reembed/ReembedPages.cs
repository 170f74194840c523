using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Api.Pages.Operate.Live;
using CommonTrace.Core;
using CommonTrace.Core.Embeddings.Reembed;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CommonTrace.Api.Pages.Operate.Reembed;

/// <summary>The change of the model: what it would cost, how far it is, and its way back.</summary>
internal static class ReembedPages
{
    private const string Path = "/operate/reembed";

    public static void MapReembedPages(this RouteGroupBuilder operate)
    {
        var reembed = operate.MapGroup("/reembed");
        reembed.MapGet("", Show);
        reembed.MapGet("/live", (CurrentCaller current, LiveReembedding live, LiveStream stream) => stream.Send(current.Caller, live.ReadAsync));
        reembed.MapPost("/estimate", Estimate);
        reembed.MapPost("/start", Start);
        reembed.MapPost("/pause", Pause);
        reembed.MapPost("/resume", Resume);
        reembed.MapPost("/abort", Abort);
        reembed.MapPost("/rollback", RollBack);
    }

    private static async Task<RazorComponentResult<ReembedPage>> Show(string? ask, string? done, GetReembedding progress, CancellationToken cancellationToken)
    {
        (await progress.ExecuteAsync(cancellationToken)).Succeeded(out var stands, out _);
        return PageResults.Page<ReembedPage>(new { Progress = stands, Ask = ask, Done = done });
    }

    private static async Task<RazorComponentResult<ReembedPage>> Estimate(
        [FromForm] string? provider, [FromForm] string? model, [FromForm(Name = "model_version")] string? version, [FromForm] string? dimensions,
        StartReembedding start, GetReembedding progress, CancellationToken cancellationToken)
    {
        var form = new ReembedForm(provider, model, version, dimensions);
        var answer = await start.EstimateAsync(form.ToModel(), cancellationToken);
        answer.Succeeded(out var estimate, out var failure);
        return await PageAsync(form, estimate, failure, progress, cancellationToken);
    }

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<ReembedPage>>> Start(
        [FromForm] string? provider, [FromForm] string? model, [FromForm(Name = "model_version")] string? version, [FromForm] string? dimensions,
        CurrentCaller current, StartReembedding start, GetReembedding progress, CancellationToken cancellationToken)
    {
        var form = new ReembedForm(provider, model, version, dimensions);
        var answer = await start.ExecuteAsync(current.Caller, form.ToModel(), cancellationToken);
        return answer.Succeeded(out _, out var failure)
            ? TypedResults.Redirect($"{Path}?done=start")
            : await PageAsync(form, null, failure, progress, cancellationToken);
    }

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<ReembedPage>>> Pause(
        CurrentCaller current, PauseReembedding pause, GetReembedding progress, CancellationToken cancellationToken) =>
        await AnswerAsync("pause", await pause.PauseAsync(current.Caller, cancellationToken), progress, cancellationToken);

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<ReembedPage>>> Resume(
        CurrentCaller current, PauseReembedding pause, GetReembedding progress, CancellationToken cancellationToken) =>
        await AnswerAsync("resume", await pause.ResumeAsync(current.Caller, cancellationToken), progress, cancellationToken);

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<ReembedPage>>> Abort(
        CurrentCaller current, AbortReembedding abort, GetReembedding progress, CancellationToken cancellationToken) =>
        await AnswerAsync("abort", await abort.ExecuteAsync(current.Caller, cancellationToken), progress, cancellationToken);

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<ReembedPage>>> RollBack(
        CurrentCaller current, RollBackReembedding rollBack, GetReembedding progress, CancellationToken cancellationToken) =>
        await AnswerAsync("rollback", await rollBack.ExecuteAsync(current.Caller, cancellationToken), progress, cancellationToken);

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<ReembedPage>>> AnswerAsync(
        string done, Result<ReembeddingProgress> answer, GetReembedding progress, CancellationToken cancellationToken) =>
        answer.Succeeded(out _, out var failure)
            ? TypedResults.Redirect($"{Path}?done={done}")
            : await PageAsync(null, null, failure, progress, cancellationToken);

    private static async Task<RazorComponentResult<ReembedPage>> PageAsync(
        ReembedForm? form, ReembeddingEstimate? estimate, Failure? failure, GetReembedding progress, CancellationToken cancellationToken)
    {
        (await progress.ExecuteAsync(cancellationToken)).Succeeded(out var stands, out _);
        return PageResults.Page<ReembedPage>(
            new { Progress = stands, Typed = form, Estimate = estimate, Failure = failure }, failure?.ToProblem().StatusCode ?? StatusCodes.Status200OK);
    }
}
