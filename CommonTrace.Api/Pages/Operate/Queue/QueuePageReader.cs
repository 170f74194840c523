using CommonTrace.Api.Errors;
using CommonTrace.Core;
using CommonTrace.Core.Jobs.History;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommonTrace.Api.Pages.Operate.Queue;

/// <summary>The queue's page as it stands, also when a form on it was refused.</summary>
internal sealed class QueuePageReader(ReadQueueScene scene, GetQueueHistory history)
{
    /// <param name="done">What was just done, in a word.</param>
    /// <param name="failure">Why it was not.</param>
    /// <param name="typed">What was typed into the form that was refused.</param>
    public async Task<RazorComponentResult<QueuePage>> PageAsync(
        HistoryWindow window, string? done, Failure? failure, QueueForm? typed, CancellationToken cancellationToken) =>
        PageResults.Page<QueuePage>(
            new
            {
                Window = window,
                Scene = await scene.ExecuteAsync(cancellationToken),
                Moments = await history.ExecuteAsync(window, cancellationToken),
                Done = done,
                Failure = failure,
                Typed = typed,
            },
            failure?.ToProblem().StatusCode ?? StatusCodes.Status200OK);
}
