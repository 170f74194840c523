using System.CommandLine;
using CommonTrace.Cli.Server;
using CommonTrace.Cli.Terminal;

namespace CommonTrace.Cli;

/// <summary>One run of a verb: what was asked, the server it is asked of, and where the answer goes.</summary>
internal sealed class Verb(ParseResult arguments, Screen screen) : IDisposable
{
    private ApiClient? _api;

    public Screen Screen { get; } = screen;

    /// <summary>Where the server is, and by which key it is asked.</summary>
    public Connection Connection => Connection.Find(Value(Options.Url), Value(Options.Tenant));

    /// <summary>The server.</summary>
    public ApiClient Api => _api ??= ApiClient.Of(Connection);

    public T? Value<T>(Option<T> option) => arguments.GetValue(option);

    public T? Value<T>(Argument<T> argument) => arguments.GetValue(argument);

    public void Dispose() => _api?.Dispose();
}

/// <summary>How verbs are made.</summary>
internal static class Verbs
{
    /// <summary>What the verb does. It answers an exit code; a <see cref="CliException"/> becomes a sentence and its code.</summary>
    public static Command Runs(this Command command, Func<Verb, CancellationToken, Task<int>> run)
    {
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var screen = new Screen(arguments.GetValue(Options.Json));
            using var verb = new Verb(arguments, screen);
            try
            {
                return await run(verb, cancellationToken);
            }
            catch (CliException failure)
            {
                screen.Fail(failure);
                return failure.ExitCode;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                screen.Fail(CliException.Usage(exception.Message));
                return ExitCode.Usage;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return ExitCode.Interrupted;
            }
        });
        return command;
    }

    /// <summary>Shows examples at the end of the verb's help.</summary>
    public static Command WithExamples(this Command command, params string[] examples)
    {
        Help.Examples[command] = examples;
        return command;
    }
}
