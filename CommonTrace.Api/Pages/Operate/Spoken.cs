using System.Globalization;

namespace CommonTrace.Api.Pages.Operate;

/// <summary>Numbers and times as the operator's pages write them, the same for everybody: times in UTC.</summary>
internal static class Spoken
{
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>One job, two jobs.</summary>
    public static string Count(long number, string noun) => $"{Count(number)} {noun}{(number == 1 ? "" : "s")}";

    /// <summary>An average: to the tenth where it is small.</summary>
    public static string Rate(double number) => number.ToString(number < 10 ? "0.#" : "N0", CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Clock(DateTimeOffset time) => time.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>For machines: the attribute <c>datetime</c>.</summary>
    public static string Machine(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The two largest units; below a second it is 0 s.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => "0 s",
        { TotalMinutes: < 1 } => $"{(int)time.TotalSeconds} s",
        { TotalHours: < 1 } => $"{time.Minutes} min{(time.Seconds > 0 ? $" {time.Seconds} s" : "")}",
        { TotalDays: < 1 } => $"{time.Hours} h{(time.Minutes > 0 ? $" {time.Minutes} min" : "")}",
        _ => $"{Count((long)time.TotalDays)} d{(time.Hours > 0 ? $" {time.Hours} h" : "")}",
    };

    public static string Duration(double seconds) => Duration(TimeSpan.FromSeconds(seconds));
}
