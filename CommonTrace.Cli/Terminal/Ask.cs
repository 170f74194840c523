using System.Text;

namespace CommonTrace.Cli.Terminal;

/// <summary>Questions to whoever sits at the terminal; Ctrl+C ends them.</summary>
internal static class Ask
{
    /// <summary>A line that is shown as it is typed.</summary>
    public static Task<string> LineAsync(string question, CancellationToken cancellationToken) =>
        AskAsync(question, () => Console.ReadLine() ?? "", cancellationToken);

    /// <summary>A line that nobody sees.</summary>
    public static async Task<string> SecretAsync(string question, CancellationToken cancellationToken)
    {
        // The first look at the keyboard turns the echo off: before the question, so that nothing typed after it is seen.
        _ = Console.KeyAvailable;
        var secret = await AskAsync(question, ReadSecret, cancellationToken);
        Console.Error.WriteLine();
        return secret;
    }

    // The answer is piped perhaps: the question goes to the error stream. A read of the console cannot be cancelled, so it is left behind.
    private static async Task<string> AskAsync(string question, Func<string> read, CancellationToken cancellationToken)
    {
        await Console.Error.WriteAsync($"{question} ");
        return (await Task.Run(read, cancellationToken).WaitAsync(cancellationToken)).Trim();
    }

    private static string ReadSecret()
    {
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        return typed.ToString();
    }
}
