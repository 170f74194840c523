using System.CommandLine;

namespace CommonTrace.Cli.Jobs;

/// <summary><c>commontrace jobs</c>.</summary>
internal static class JobsCommand
{
    public static Command Create() => new("jobs", "The embedding jobs: what is to do, what was done, what failed.")
    {
        JobsListCommand.Create(),
        JobsShowCommand.Create(),
        JobsRetryCommand.Create(),
        JobsWatchCommand.Create(),
    };
}
