using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommonTrace.Cli.Terminal;
using Spectre.Console;

namespace CommonTrace.Cli.Moving;

/// <summary><c>commontrace export</c>.</summary>
internal static class ExportCommand
{
    private static readonly Argument<string?> Target = new("file")
    {
        Description = "Where to; - for standard output, which is taken when it is piped.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> NoHistory = new("--no-history") { Description = "Without votes, outcomes, amendments, versions and flags." };
    private static readonly Option<bool> Vectors = new("--vectors") { Description = "With the embeddings: large, and an import need not make them anew." };

    public static Command Create() => new Command("export", "Write all traces of the tenant, as an import takes them.") { Target, NoHistory, Vectors }
        .WithExamples(
            "commontrace export traces.ndjson",
            "commontrace export --no-history | jq -r .title",
            "commontrace export --vectors | zstd > traces.ndjson.zst")
        .Runs(RunAsync);

    private static async Task<int> RunAsync(Verb verb, CancellationToken cancellationToken)
    {
        var target = verb.Value(Target) ?? (Console.IsOutputRedirected ? "-" : throw CliException.Usage("Name a file to write to, or - for the terminal."));
        if (target == "-")
        {
            await WriteAsync(verb, Console.OpenStandardOutput(), cancellationToken);
            return ExitCode.Done;
        }

        var path = Path.GetFullPath(target);
        var count = await WriteFileAsync(verb, path, cancellationToken);
        verb.Screen.Show(
            JsonSerializer.SerializeToElement(new JsonObject { ["exported"] = count, ["file"] = path }),
            screen => screen.MarkupLineInterpolated($"{count:N0} traces are in {path}."));
        return ExitCode.Done;
    }

    // Beside, then renamed: what has the name is whole.
    private static async Task<long> WriteFileAsync(Verb verb, string path, CancellationToken cancellationToken)
    {
        var draft = $"{path}.part";
        try
        {
            long count;
            await using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write))
            {
                count = await WriteAsync(verb, file, cancellationToken);
            }

            File.Move(draft, path, overwrite: true);
            return count;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static async Task<long> WriteAsync(Verb verb, Stream target, CancellationToken cancellationToken)
    {
        var path = $"api/v1/admin/export?history={Word(!verb.Value(NoHistory))}&vectors={Word(verb.Value(Vectors))}";
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var answer = await verb.Api.SendAsync(request, cancellationToken);
        await using var lines = await answer.Content.ReadAsStreamAsync(cancellationToken);
        using var bar = new ProgressBar(verb.Screen, "Exporting");
        return await CopyAsync(lines, target, bar, cancellationToken);
    }

    private static async Task<long> CopyAsync(Stream lines, Stream target, ProgressBar bar, CancellationToken cancellationToken)
    {
        var buffer = new byte[128 * 1024];
        var count = 0L;
        int length;
        while ((length = await ReadAsync(lines, buffer, count, cancellationToken)) > 0)
        {
            await target.WriteAsync(buffer.AsMemory(0, length), cancellationToken);
            count += buffer.AsSpan(0, length).Count((byte)'\n');
            bar.Report(count, null);
        }

        await target.FlushAsync(cancellationToken);
        return count;
    }

    private static async Task<int> ReadAsync(Stream lines, byte[] buffer, long count, CancellationToken cancellationToken)
    {
        try
        {
            return await lines.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException exception)
        {
            throw new CliException(ExitCode.Unreachable, $"The export broke off after {count:N0} traces and is not whole: {exception.Message}", "server.broke_off");
        }
    }

    private static string Word(bool value) => value ? "true" : "false";
}
