using System.Text.Json;
using CommonTrace.Cli.Server;

namespace CommonTrace.Cli.Doctor;

/// <summary>One thing that was looked at, and what to do about it.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Status"><c>ok</c>, <c>warning</c>, <c>failed</c>, or <c>skipped</c>.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Advice">What to do; null when nothing is to be done.</param>
internal sealed record Finding(string Name, string Status, string Detail, string? Advice = null)
{
    public const string Ok = "ok";
    public const string Warning = "warning";
    public const string Failed = "failed";
    public const string Skipped = "skipped";

    /// <summary>What the server found by itself.</summary>
    public static Finding Of(JsonElement check) => new(check.Text("name")!, check.Text("status")!, check.Text("detail")!, check.Text("advice"));

    /// <summary>The worst status of some.</summary>
    public static string Worst(IEnumerable<Finding> findings) =>
        findings.Select(finding => finding.Status).MaxBy(status => status switch { Failed => 2, Warning => 1, _ => 0 }) switch
        {
            Skipped or null => Ok,
            var worst => worst,
        };
}
