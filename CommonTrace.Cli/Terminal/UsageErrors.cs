using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace CommonTrace.Cli.Terminal;

/// <summary>Says what is wrong with a command line, on the error stream and nowhere else.</summary>
internal static class UsageErrors
{
    public static int Show(ParseResult command)
    {
        var screen = new Screen(command.GetValue(Options.Json));
        // After a mistyped verb nothing that follows is known either: the first is the one to tell.
        var errors = command.UnmatchedTokens.Count > 0 ? command.Errors.Take(1) : command.Errors;
        screen.Fail(CliException.Usage(string.Join('\n', errors.Select(Sentence).Distinct())));
        if (!screen.IsJson)
        {
            Console.Error.WriteLine($"{Guess(command)}See {Path(command.CommandResult)} --help.");
        }

        return ExitCode.Usage;
    }

    // The parser's own words name .NET types, and take a line for each value.
    private static string Sentence(ParseError error) => (error.SymbolResult, error.Message.StartsWith("Cannot parse", StringComparison.Ordinal)) switch
    {
        (OptionResult { Tokens: [var token, ..] } option, true) => $"\"{token.Value}\" is no {Kind(option.Option.ValueType)}; it was given for {option.Option.Name}.",
        (ArgumentResult { Tokens: [var token, ..] } argument, true) => $"\"{token.Value}\" is no {Kind(argument.Argument.ValueType)}; it was given for {Place(argument)}.",
        _ => string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
    };

    private static string Kind(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) == typeof(Guid) ? "id (such as 01980000-0000-7000-8000-000000000001)" : "whole number that fits";

    private static string Place(ArgumentResult result) => result.Parent is OptionResult option ? option.Option.Name : $"<{result.Argument.Name}>";

    private static string Path(CommandResult command) => command.Parent is CommandResult parent ? $"{Path(parent)} {command.Command.Name}" : "commontrace";

    // The parser's action writes its guesses to the output: a question, and below it a line for each.
    private static string Guess(ParseResult command)
    {
        using var guesses = new StringWriter();
        ((ParseErrorAction)command.Action!).ShowHelp = false;
        command.Invoke(new InvocationConfiguration { Output = guesses, Error = TextWriter.Null });
        var lines = guesses.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length < 2 ? "" : $"Did you mean {string.Join(", ", lines.Skip(1).TakeWhile(line => !line.EndsWith('?')))}? ";
    }
}
