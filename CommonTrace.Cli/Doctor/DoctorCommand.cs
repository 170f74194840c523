using System.CommandLine;
using System.Text.Json;
using CommonTrace.Cli.Server;
using CommonTrace.Cli.Terminal;
using Spectre.Console;

namespace CommonTrace.Cli.Doctor;

/// <summary><c>commontrace doctor</c>.</summary>
internal static class DoctorCommand
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static Command Create() => new Command("doctor", "Look for what is wrong with the server, its database, its queue and your key, and say what to do.")
        .WithExamples(
            "commontrace doctor",
            "commontrace doctor --json | jq '.checks[] | select(.status != \"ok\")'")
        .Runs(RunAsync);

    private static async Task<int> RunAsync(Verb verb, CancellationToken cancellationToken)
    {
        var connection = verb.Connection;
        var server = await ServerChecks.RunAsync(verb.Api, connection, cancellationToken);
        List<Finding> findings = [.. server.Findings];
        JsonElement? figures = null;
        if (server.IsReachable)
        {
            var key = await KeyChecks.RunAsync(verb.Api, connection, cancellationToken);
            findings.Add(key.Finding);
            (var found, figures) = await SystemChecks.RunAsync(verb.Api, key.MayOperate, cancellationToken);
            findings.AddRange(found);
        }

        var status = Finding.Worst(findings);
        var answer = JsonSerializer.SerializeToElement(new { status, url = connection.Url, server.Version, command_version = ServerChecks.CommandVersion, checks = findings, figures }, Json);
        verb.Screen.Show(answer, screen => Draw(screen, findings));
        return !server.IsReachable ? ExitCode.Unreachable : status == Finding.Failed ? ExitCode.Refused : ExitCode.Done;
    }

    private static void Draw(IAnsiConsole screen, IReadOnlyCollection<Finding> findings)
    {
        var table = Plain.Table("STATUS", "CHECK", "FOUND");
        foreach (var finding in findings)
        {
            table.AddRow(Plain.Status(finding.Status), new Text(finding.Name), new Text(finding.Detail));
            if (finding.Advice is { } advice)
            {
                table.AddRow(Text.Empty, Text.Empty, new Markup($"[bold]→ {Markup.Escape(advice)}[/]"));
            }
        }

        screen.Write(table);
        screen.WriteLine();
        screen.WriteLine(Summary(findings));
    }

    private static string Summary(IReadOnlyCollection<Finding> findings)
    {
        var (failed, warnings) = (findings.Count(finding => finding.Status == Finding.Failed), findings.Count(finding => finding.Status == Finding.Warning));
        return failed + warnings == 0 ? "Nothing is wrong." : $"{failed} failed, {warnings} to look at.";
    }
}
