using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace CommonTrace.Cli.Terminal;

/// <summary>Where answers go: tables for people, JSON for programs; colours and drawing only on a terminal.</summary>
internal sealed class Screen
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public Screen(bool isJson)
    {
        IsJson = isJson;
        Out = Open(Console.Out, Console.IsOutputRedirected);
        Error = Open(Console.Error, Console.IsErrorRedirected);
    }

    /// <summary>True when a program reads the answer.</summary>
    public bool IsJson { get; }

    /// <summary>True when somebody sits there who can be asked.</summary>
    public static bool IsInteractive => !Console.IsInputRedirected && !Console.IsErrorRedirected;

    public IAnsiConsole Out { get; }

    /// <summary>For progress and failures: the answer can be piped.</summary>
    public IAnsiConsole Error { get; }

    /// <summary>Shows the answer: as it is for programs (nothing when the server answered nothing), drawn for people.</summary>
    public void Show(JsonElement answer, Action<IAnsiConsole> draw)
    {
        if (!IsJson)
        {
            draw(Out);
        }
        else if (answer.ValueKind != JsonValueKind.Undefined)
        {
            Console.Out.WriteLine(StoredText.HarmlessJson(JsonSerializer.Serialize(answer, Indented)));
        }
    }

    /// <summary>Tells people something beside the answer; programs read it in the answer itself.</summary>
    public void Note(string sentence)
    {
        if (!IsJson)
        {
            Error.MarkupLineInterpolated($"[yellow]{StoredText.Harmless(sentence)}[/]");
        }
    }

    /// <summary>Says why the command ends; for programs as a JSON object with <c>code</c> and <c>detail</c>, or all that the server said.</summary>
    public void Fail(CliException failure)
    {
        if (IsJson)
        {
            var problem = failure.Problem is { } said
                ? JsonSerializer.Serialize(said, Indented)
                : new JsonObject { ["code"] = failure.Code, ["detail"] = failure.Message }.ToJsonString(Indented);
            Console.Error.WriteLine(StoredText.HarmlessJson(problem));
            return;
        }

        Error.MarkupLineInterpolated($"[red]{StoredText.Harmless(failure.Message)}[/]");
        foreach (var finding in failure.Problem?.Items("findings") ?? [])
        {
            Error.MarkupLineInterpolated($"  {finding.Line("field")}, line {finding.Line("line")}, column {finding.Line("column")}: {finding.Line("kind")}");
        }
    }

    // Piped text is not wrapped: it is read by grep and friends.
    private static IAnsiConsole Open(TextWriter writer, bool isRedirected)
    {
        var isPlain = isRedirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (isRedirected)
        {
            console.Profile.Width = 10_000;
        }

        return console;
    }
}
