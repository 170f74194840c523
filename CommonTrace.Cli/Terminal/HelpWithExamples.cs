using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace CommonTrace.Cli.Terminal;

/// <summary>The usual help, and examples below it.</summary>
internal sealed class HelpWithExamples(HelpAction help, IReadOnlyList<string> examples) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => help.ClearsParseErrors;

    public override int Invoke(ParseResult parseResult)
    {
        var result = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in examples)
        {
            output.WriteLine($"  {example}");
        }

        output.WriteLine();
        return result;
    }
}
