using System.Text.Json;
using CommonTrace.Cli.Server;
using CommonTrace.Cli.Terminal;
using Spectre.Console;

namespace CommonTrace.Cli.Reembed;

/// <summary>Follows a change of the model to its end.</summary>
internal static class ReembedProgress
{
    // Each look counts the traces.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    /// <summary>Answers how it ended. Ctrl+C ends the following, not the change.</summary>
    public static async Task<JsonElement> FollowAsync(Verb verb, CancellationToken cancellationToken)
    {
        using var progress = new ProgressBar(verb.Screen, "Embedding");
        try
        {
            while (true)
            {
                var answer = await verb.Api.GetAsync(ReembedCommand.Path, cancellationToken);
                if (answer.Text("state") is not ("filling" or "indexing"))
                {
                    return answer;
                }

                progress.Title = Title(answer);
                progress.Report(answer.Count("done"), answer.Count("done") + answer.Count("remaining"));
                await Task.Delay(BetweenLooks, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            progress.Dispose();
            verb.Screen.Error.WriteLine("The change goes on; `commontrace reembed status --watch` follows it, `commontrace reembed abort` ends it.");
            throw;
        }
    }

    private static string Title(JsonElement answer) => answer switch
    {
        _ when answer.Is("paused") => "Paused",
        _ when answer.Text("error") is not null => "Held up",
        _ when answer.Text("state") == "indexing" => "Building the index",
        _ => "Embedding",
    };
}
