using System.CommandLine;
using CommonTrace.Cli.Server;
using CommonTrace.Cli.Terminal;

namespace CommonTrace.Cli.Moving;

/// <summary><c>commontrace import</c>.</summary>
internal static class ImportCommand
{
    private static readonly Argument<string> Source = new("file") { Description = "NDJSON, a trace a line, or one JSON array; - for standard input." };

    private static readonly Option<string?> From = new Option<string?>("--from")
    {
        Description = "Another shape: markdown (a folder of notes), mcp-memory (the file of the reference MCP memory server).",
        HelpName = "shape",
    }.AcceptOnlyFromAmong(ImportSource.Shapes);

    private static readonly Option<bool> Check = new("--check") { Description = "Say what an import would do, and store nothing." };
    private static readonly Option<string?> Rejects = new("--rejects") { Description = "Where rejected lines go; FILE.rejected.ndjson otherwise.", HelpName = "path" };
    private static readonly Option<bool> Restart = new("--restart") { Description = "Begin anew instead of where an interrupted run ended." };
    private static readonly Option<bool> NoQuiesce = new("--no-quiesce") { Description = "Let the workers embed meanwhile: do not drain and pause the queue." };
    private static readonly Option<TimeSpan?> QuiesceTimeout = Duration.Option("--quiesce-timeout", "How long to wait for the queue to drain, 5m unless given.");
    private static readonly Option<TimeSpan?> PauseLimit = Duration.Option("--pause-limit", "When the pause ends by itself if this command dies, 10m unless given.");
    private static readonly Option<TimeSpan?> RetryFor = Duration.Option("--retry-for", "How long to go on when the server is away, 1m unless given.");

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(3);

    public static Command Create() => new Command("import", "Load many traces; a second run changes nothing.")
    {
        Source, From, Check, Rejects, Restart, NoQuiesce, QuiesceTimeout, PauseLimit, RetryFor,
    }.WithExamples(
        "commontrace import traces.ndjson --check",
        "commontrace import traces.ndjson",
        "commontrace import traces.ndjson.rejected.ndjson",
        "commontrace import --from markdown ~/notes",
        "commontrace import --from mcp-memory memory.jsonl")
        .Runs(RunAsync);

    private static async Task<int> RunAsync(Verb verb, CancellationToken cancellationToken)
    {
        var source = await ImportSource.OpenAsync(verb.Value(Source)!, verb.Value(From), cancellationToken);
        var tenant = await TenantAsync(verb.Api, cancellationToken);
        var rejectsPath = Path.GetFullPath(verb.Value(Rejects) ?? source.Rejects);
        if (rejectsPath == source.Name)
        {
            throw CliException.Usage($"{rejectsPath} is what is imported; rejected lines go elsewhere.");
        }

        var isCheck = verb.Value(Check);
        using var checkpoint = isCheck || source.Fingerprint is null ? null : Checkpoint.Open($"{verb.Api.Address} {tenant} {source.Name}");
        var state = verb.Value(Restart) ? null : Continued(verb, checkpoint?.Read(), source, rejectsPath);
        using var rejects = new RejectFile(rejectsPath, state?.RejectsLength ?? 0);
        rejects.Begin();
        var tally = state?.Tally ?? new ImportTally();
        await LoadAsync(verb, source, checkpoint, rejects, tally, cancellationToken);
        checkpoint?.Delete();
        var shown = tally.Rejected > 0 ? rejectsPath : null;
        verb.Screen.Show(tally.ToJson(shown), screen => tally.Draw(screen, isCheck, shown));
        return tally.Rejected > 0 ? ExitCode.Refused : ExitCode.Done;
    }

    private static async Task LoadAsync(
        Verb verb, ImportSource source, Checkpoint? checkpoint, RejectFile rejects, ImportTally tally, CancellationToken cancellationToken)
    {
        var isCheck = verb.Value(Check);
        await using var pause = isCheck || verb.Value(NoQuiesce) ? null : await QueuePause.TakeAsync(
            verb, $"commontrace import of {source.Name} on {Environment.MachineName}",
            verb.Value(QuiesceTimeout) ?? TimeSpan.FromMinutes(5), verb.Value(PauseLimit) ?? TimeSpan.FromMinutes(10), cancellationToken);
        using var api = ApiClient.Of(verb.Connection, AnswerLimit);
        var run = new ImportRun(api, verb.Screen, source, tally, rejects)
        {
            IsCheck = isCheck,
            Patience = verb.Value(RetryFor) ?? TimeSpan.FromMinutes(1),
            Pause = pause,
            Checkpoint = checkpoint,
        };
        using var bar = new ProgressBar(verb.Screen, isCheck ? "Checking" : "Importing");
        try
        {
            await run.ExecuteAsync(bar, cancellationToken);
        }
        catch when (checkpoint is not null && tally.Items > 0)
        {
            bar.Clear();
            verb.Screen.Note($"{tally.Items:N0} are dealt with; the same command goes on from there.");
            throw;
        }
    }

    /// <summary>What an interrupted run left, if it still fits.</summary>
    private static ImportState? Continued(Verb verb, ImportState? state, ImportSource source, string rejects)
    {
        if (state is null)
        {
            return null;
        }

        var reason = state.Fingerprint != source.Fingerprint ? $"{source.Name} was changed since"
            : state.Rejects != rejects ? $"its rejected lines are in {state.Rejects}"
            : state.RejectsLength > 0 && !(File.Exists(rejects) && new FileInfo(rejects).Length >= state.RejectsLength) ? $"{rejects} was changed since"
            : null;
        verb.Screen.Note(reason is null
            ? $"An import of this was interrupted after {state.Tally.Items:N0}: going on from there (--restart begins anew)."
            : $"An import of this was interrupted after {state.Tally.Items:N0}, but {reason}: beginning anew.");
        return reason is null ? state : null;
    }

    /// <summary>The tenant that the key works in; a key that may not import ends here, before anything is done.</summary>
    private static async Task<string> TenantAsync(ApiClient api, CancellationToken cancellationToken)
    {
        var key = await api.GetAsync("api/v1/keys/verify", cancellationToken);
        var scopes = key.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()).ToList();
        return scopes.Contains("operate")
            ? key.GetProperty("tenant_id").GetString()!
            : throw new CliException(ExitCode.Refused, $"An import needs a key with the scope operate; this one has {string.Join(", ", scopes)}.", "auth.scope_missing");
    }
}
