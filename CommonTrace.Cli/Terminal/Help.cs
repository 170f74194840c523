using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace CommonTrace.Cli.Terminal;

/// <summary>The help: of a verb the usual one with examples below it, of the command the verbs under their headings.</summary>
internal sealed class Help(HelpAction usual, bool wasAsked) : SynchronousCommandLineAction
{
    private const int Narrow = 80;
    private const int Wide = 100;
    private const int NameWidth = 13;

    public static readonly Dictionary<Command, string[]> Examples = [];

    // Where a verb was meant and mistyped, the fault is to be told.
    public override bool ClearsParseErrors => wasAsked;

    /// <summary>Shows this help for <c>--help</c>, and where a verb is left out.</summary>
    public static void Attach(RootCommand root)
    {
        root.Options.Remove(root.Options.OfType<HelpOption>().Single());
        var option = new HelpOption("--help", "-h") { Description = "Show what a verb does, with examples." };
        var usual = (HelpAction)option.Action!;
        option.Action = new Help(usual, wasAsked: true);
        root.Options.Add(option);
        root.Options.OfType<VersionOption>().Single().Description = "Show the version.";
        foreach (var group in root.Subcommands.Append(root).Where(verb => verb.Action is null))
        {
            group.Action = new Help(usual, wasAsked: false);
        }
    }

    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        var output = parseResult.InvocationConfiguration.Output;
        if (command is RootCommand root)
        {
            WriteContents(root, output);
            return ExitCode.Done;
        }

        usual.MaxWidth = Console.IsOutputRedirected ? Narrow : Math.Min(Console.WindowWidth, Wide);
        usual.Invoke(parseResult);
        if (Examples.TryGetValue(command, out var examples))
        {
            Write(output, "Examples", examples.Select(example => (example, (string?)null)));
        }

        return ExitCode.Done;
    }

    private static void WriteContents(RootCommand root, TextWriter output)
    {
        output.WriteLine(root.Description);
        output.WriteLine();
        Write(output, "Usage", [("commontrace <verb> [arguments] [options]", null)]);
        foreach (var (heading, verbs) in CommonTraceCommand.Sections)
        {
            Write(output, heading, verbs.Select(verb => (verb.Name, verb.Description)));
        }

        Write(output, "Options", root.Options.Select(option => (Name(option), option.Description)));
        Write(output, "Exit codes", ExitCode.Meanings.Select(exit => ($"{exit.Code}", (string?)exit.Meaning)));
        output.WriteLine("Begin with commontrace login. commontrace <verb> --help shows its examples.");
    }

    private static void Write(TextWriter output, string heading, IEnumerable<(string Left, string? Right)> rows)
    {
        output.WriteLine($"{heading}:");
        var lines = rows.ToList();
        var width = Math.Max(NameWidth, lines.Max(line => line.Left.Length));
        foreach (var (left, right) in lines)
        {
            output.WriteLine($"  {(right is { Length: > 0 } ? left.PadRight(width) : left)}  {right}".TrimEnd());
        }

        output.WriteLine();
    }

    private static string Name(Option option) =>
        string.Join(", ", option.Aliases.Where(alias => alias.Length == 2).Append(option.Name)) + (option.HelpName is { } value ? $" <{value}>" : "");
}
