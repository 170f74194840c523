using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommonTrace.Cli.Server;

namespace CommonTrace.Cli.Traces;

/// <summary><c>commontrace contribute</c>.</summary>
internal static class ContributeCommand
{
    private static readonly Option<bool> Check = new("--check") { Description = "Say what would become of it; nothing is stored." };

    public static Command Create() => DraftOptions.AddTo(new Command("contribute", "Share what you solved: from options, a file, or your editor.") { Check })
        .WithExamples(
            "commontrace contribute",
            "commontrace contribute -f deadlock.md --check",
            "commontrace contribute --title \"Deadlock on upsert\" \\\n    --context \"Two workers upsert the same rows.\" \\\n    --solution \"Sort the rows by key first.\" -t postgres",
            "jq '.[0]' lessons.json | commontrace contribute -f -")
        .Runs(RunAsync);

    private static async Task<int> RunAsync(Verb verb, CancellationToken cancellationToken)
    {
        if (DraftOptions.AreGiven(verb))
        {
            return await SubmitAsync(verb, await DraftOptions.ReadAsync(verb, cancellationToken), cancellationToken);
        }

        if (Console.IsInputRedirected || Console.IsOutputRedirected)
        {
            throw CliException.Usage("Nothing to contribute: give --title, --context and --solution, or -f with a file (- for the standard input).");
        }

        return await EditedDraft.SubmitAsync(text => SubmitAsync(verb, DraftOptions.Over(verb, MarkdownTrace.Parse("The draft", text)), cancellationToken), cancellationToken);
    }

    private static async Task<int> SubmitAsync(Verb verb, JsonObject trace, CancellationToken cancellationToken)
    {
        var isCheck = verb.Value(Check);
        var answer = isCheck ? await verb.Api.PostAsync("api/v1/traces/check", trace, cancellationToken) : await StoreAsync(verb.Api, trace, cancellationToken);
        verb.Screen.Show(answer, screen => Submission.Draw(screen, answer, isCheck));
        return ExitCode.Done;
    }

    private static async Task<JsonElement> StoreAsync(ApiClient api, JsonObject trace, CancellationToken cancellationToken)
    {
        var idempotencyKey = Guid.CreateVersion7();
        try
        {
            return await StoreAsync(api, trace, idempotencyKey, cancellationToken);
        }
        catch (CliException failure) when (failure.ExitCode == ExitCode.Unreachable)
        {
            // The first call may have arrived: by the same key it is not stored twice.
            return await StoreAsync(api, trace, idempotencyKey, cancellationToken);
        }
    }

    private static async Task<JsonElement> StoreAsync(ApiClient api, JsonObject trace, Guid idempotencyKey, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/traces") { Content = JsonContent.Create(trace) };
        request.Headers.Add("Idempotency-Key", idempotencyKey.ToString());
        return await api.SendAndReadAsync(request, cancellationToken);
    }
}
