using System.CommandLine;
using System.Text.Json;
using CommonTrace.Cli.Terminal;
using CommonTrace.Core.Evaluation;
using Spectre.Console;

namespace CommonTrace.Cli.Evaluation;

/// <summary><c>commontrace eval</c>.</summary>
internal static class EvalCommand
{
    private const string Tune = "tune";
    private const string Report = "report";

    private static readonly Argument<string> Folder = new("folder") { Description = "The set: traces/*.json, queries/*.json and split.json, as in fixtures/evaluation." };
    private static readonly Option<string?> Half = new("--half") { Description = "Only this half of the queries.", HelpName = "tune|report" };
    private static readonly Option<bool> ByKind = new("--by-kind") { Description = "A row for each kind of queries, too." };
    private static readonly Option<bool> Split = new("--split") { Description = "Only write split.json, or add the queries that it lacks." };
    private static readonly Option<TimeSpan?> Timeout = Duration.Option("--timeout", "How long the traces may take to be embedded; 10m unless given.");

    public static Command Create()
    {
        Half.AcceptOnlyFromAmong(Tune, Report);
        return new Command("eval", "Measure how well a server's search finds what it should (for operators).") { Folder, Half, ByKind, Split, Timeout }
            .WithExamples(
                "commontrace eval fixtures/evaluation",
                "commontrace eval our-traces --half report --by-kind")
            .Runs(RunAsync);
    }

    private static async Task<int> RunAsync(Verb verb, CancellationToken cancellationToken)
    {
        if (verb.Value(Split))
        {
            var added = OfFolder(verb, EvaluationSet.CompleteSplit);
            verb.Screen.Show(JsonSerializer.SerializeToElement(new { added }), screen => screen.WriteLine($"{added} queries were added to split.json."));
            return ExitCode.Done;
        }

        var set = OfFolder(verb, EvaluationSet.Read);
        await using var tenant = await ThrowAwayTenant.CreateAsync(verb, cancellationToken);
        await tenant.LoadAsync(set.Traces, verb.Value(Timeout) ?? TimeSpan.FromMinutes(10), cancellationToken);
        var halves = new List<EvaluatedHalf>();
        foreach (var (name, queries) in new[] { (Tune, set.Tune), (Report, set.Report) }.Where(half => (verb.Value(Half) ?? half.Item1) == half.Item1))
        {
            halves.Add(new(name, queries.Count, await AskAsync(verb.Screen, tenant, name, queries, cancellationToken)));
        }

        EvaluationTable.Show(verb.Screen, set.Traces.Count, halves, verb.Value(ByKind));
        return ExitCode.Done;
    }

    private static async Task<IReadOnlyList<RelevanceRow>> AskAsync(
        Screen screen, ThrowAwayTenant tenant, string half, IReadOnlyList<JudgedQuery> queries, CancellationToken cancellationToken)
    {
        using var progress = new ProgressBar(screen, $"Searching, {half} half");
        var asked = 0;
        return await EvaluateSearch.ExecuteAsync(
            queries, EvaluateSearch.Modes,
            (text, mode, token) =>
            {
                progress.Report(asked++, queries.Count * EvaluateSearch.Modes.Count);
                return tenant.SearchAsync(text, mode, token);
            },
            cancellationToken);
    }

    private static T OfFolder<T>(Verb verb, Func<string, T> use)
    {
        var folder = verb.Value(Folder)!;
        try
        {
            return Directory.Exists(folder) ? use(folder) : throw new InvalidDataException($"There is no folder {folder}.");
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw CliException.Usage(exception.Message);
        }
    }
}

/// <summary>What was measured of a half of the queries.</summary>
internal sealed record EvaluatedHalf(string Half, int Queries, IReadOnlyList<RelevanceRow> Rows);
