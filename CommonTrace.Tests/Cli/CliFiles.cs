namespace CommonTrace.Tests.Cli;

/// <summary>Files that a command works on.</summary>
internal static class CliFiles
{
    /// <summary>Writes a file into the folder that the command runs in.</summary>
    public static Task WriteAsync(this CliProcess cli, string name, string text) =>
        File.WriteAllTextAsync(Path.Combine(cli.Home, name), text, TestContext.Current.CancellationToken);
}
