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

    public IAnsiConsole Out { get; }

    /// <summary>For progress and failures: the answer can be piped.</summary>
    public IAnsiConsole Error { get; }

    /// <summary>Shows the answer: as it is for programs, drawn for people.</summary>
    public void Show(JsonElement answer, Action<IAnsiConsole> draw)
    {
        if (IsJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(answer, Indented));
        }
        else
        {
            draw(Out);
        }
    }

    /// <summary>Tells something beside the answer, on the error stream.</summary>
    public void Note(string sentence) => Error.MarkupLineInterpolated($"[yellow]{sentence}[/]");

    /// <summary>Says why the command ends; for programs as a JSON object with <c>code</c> and <c>detail</c>.</summary>
    public void Fail(CliException failure)
    {
        if (IsJson)
        {
            Console.Error.WriteLine(new JsonObject { ["code"] = failure.Code, ["detail"] = failure.Message }.ToJsonString(Indented));
        }
        else
        {
            Error.MarkupLineInterpolated($"[red]{failure.Message}[/]");
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
