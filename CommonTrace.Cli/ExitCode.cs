namespace CommonTrace.Cli;

/// <summary>What the process says at its end.</summary>
internal static class ExitCode
{
    /// <summary>Done; also when nothing was found.</summary>
    public const int Done = 0;

    /// <summary>The server refused it, has no such thing, or a check failed.</summary>
    public const int Refused = 1;

    /// <summary>The command line, a file or a setting is wrong; nothing was asked of the server.</summary>
    public const int Usage = 2;

    /// <summary>The server cannot be reached, or fails.</summary>
    public const int Unreachable = 3;

    /// <summary>Ended by Ctrl+C, as shells have it.</summary>
    public const int Interrupted = 130;

    /// <summary>The same for people, in the order of the numbers.</summary>
    public static readonly (int Code, string Meaning)[] Meanings =
    [
        (Done, "Done; also when nothing was found."),
        (Refused, "The server refused it or has no such thing, or a check failed."),
        (Usage, "The command line, a file or a setting is wrong."),
        (Unreachable, "The server cannot be reached, or fails."),
        (Interrupted, "Ended by Ctrl+C."),
    ];
}
