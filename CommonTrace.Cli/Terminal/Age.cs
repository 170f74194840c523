namespace CommonTrace.Cli.Terminal;

/// <summary>How long ago something was, as people say it.</summary>
internal static class Age
{
    private const double DaysOfMonth = 30.44;
    private const double DaysOfYear = 365.25;

    /// <summary>Empty when there is no time.</summary>
    public static string Of(DateTimeOffset? time) => time is { } then ? Of(TimeProvider.System.GetUtcNow() - then) : "";

    /// <summary>The minute, and how long ago it was if it was; empty when there is no time.</summary>
    public static string At(DateTimeOffset? time) => time is not { } then ? ""
        : $"{then.UtcDateTime:yyyy-MM-dd HH:mm} UTC{(then < TimeProvider.System.GetUtcNow() ? $", {Of(time)}" : "")}";

    public static string Of(TimeSpan age) => age switch
    {
        { TotalMinutes: < 2 } => "just now",
        { TotalHours: < 2 } => $"{age.TotalMinutes:0} minutes ago",
        { TotalDays: < 2 } => $"{age.TotalHours:0} hours ago",
        { TotalDays: < 2 * DaysOfMonth } => $"{age.TotalDays:0} days ago",
        { TotalDays: < 2 * DaysOfYear } => $"{age.TotalDays / DaysOfMonth:0} months ago",
        _ => $"{age.TotalDays / DaysOfYear:0} years ago",
    };
}
