using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CommonTrace.Cli.Traces;

/// <summary>How a trace to contribute is given: by options, in a file, or both, where the options win.</summary>
internal static class DraftOptions
{
    private const string StandardInput = "-";

    private static readonly Option<string?> File = Options.Text("--file", "file", "Markdown (see docs/cli.md) or the API's JSON; - for standard input.", "-f");
    private static readonly Option<string?> Title = Options.Text("--title", "text", "The problem in a line.");
    private static readonly Option<string?> Context = Options.Text("--context", "text", "What you met: the error as it was printed, versions.");
    private static readonly Option<string?> Solution = Options.Text("--solution", "text", "What fixed it, and why.");
    private static readonly Option<string[]> Tags = Options.Many("--tag", "tag", "What it is about; repeatable.", "-t");
    private static readonly Option<string?> AgentModel = Options.Text("--agent-model", "name", "The model that solved it.");
    private static readonly Option<Guid?> Supersedes = new("--supersedes") { HelpName = "id", Description = "The trace that this one replaces." };

    public static Command AddTo(Command command)
    {
        foreach (var option in (Option[])[File, Title, Context, Solution, Tags, AgentModel, Supersedes])
        {
            command.Add(option);
        }

        return command;
    }

    /// <summary>False when there is neither a file nor a text: the editor is asked.</summary>
    public static bool AreGiven(Verb verb) => (verb.Value(File) ?? verb.Value(Title) ?? verb.Value(Context) ?? verb.Value(Solution)) is not null;

    /// <summary>The trace as the API takes it.</summary>
    public static async Task<JsonObject> ReadAsync(Verb verb, CancellationToken cancellationToken)
    {
        if (verb.Value(File) is not { } file)
        {
            return Over(verb, []);
        }

        var text = await ReadAsync(file, cancellationToken);
        var name = file == StandardInput ? "The standard input" : file;
        return Over(verb, text.TrimStart().StartsWith('{') ? ParseJson(name, text) : MarkdownTrace.Parse(name, text));
    }

    /// <summary>The trace with what the options say; their tags join those that it has.</summary>
    public static JsonObject Over(Verb verb, JsonObject trace)
    {
        (string Field, string? Value)[] said =
        [
            ("title", verb.Value(Title)), ("context_text", verb.Value(Context)), ("solution_text", verb.Value(Solution)),
            ("agent_model", verb.Value(AgentModel)), ("supersedes_trace_id", verb.Value(Supersedes)?.ToString()),
        ];
        foreach (var (field, value) in said.Where(field => field.Value is not null))
        {
            trace[field] = value;
        }

        var tags = verb.Value(Tags)!;
        if (tags.Length > 0)
        {
            trace["tags"] = new JsonArray([.. (trace["tags"] as JsonArray ?? []).Select(tag => tag?.DeepClone()), .. tags.Select(tag => JsonValue.Create(tag))]);
        }

        return trace;
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return file == StandardInput ? await Console.In.ReadToEndAsync(cancellationToken) : await System.IO.File.ReadAllTextAsync(file, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CliException.Usage($"{file} cannot be read: {exception.Message}");
        }
    }

    private static JsonObject ParseJson(string name, string text)
    {
        try
        {
            return JsonNode.Parse(text)!.AsObject();
        }
        catch (JsonException exception)
        {
            throw CliException.Usage($"{name} is no JSON object: {exception.Message}");
        }
    }
}
