using System.Net.Http.Json;
using System.Text.Json;
using CommonTrace.Cli.Server;
using CommonTrace.Cli.Terminal;

namespace CommonTrace.Cli.Moving;

/// <summary>Loads a source part by part. After each, what is done is kept: the next run goes on from there.</summary>
internal sealed class ImportRun(ApiClient api, Screen screen, ImportSource source, ImportTally tally, RejectFile rejects)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>True to store nothing.</summary>
    public required bool IsCheck { get; init; }

    /// <summary>How long to go on when the server is away.</summary>
    public required TimeSpan Patience { get; init; }

    /// <summary>Null when the queue is not held.</summary>
    public QueuePause? Pause { get; init; }

    /// <summary>Null when nothing is to be remembered.</summary>
    public Checkpoint? Checkpoint { get; init; }

    public async Task ExecuteAsync(ProgressBar bar, CancellationToken cancellationToken)
    {
        var part = new Part();
        var done = tally.Items;
        await foreach (var item in source.Items)
        {
            if (done > 0)
            {
                done--;
                continue;
            }

            part.Add(item);
            if (part.IsFull)
            {
                await LoadAsync(part, bar, cancellationToken);
            }
        }

        await LoadAsync(part, bar, cancellationToken);
    }

    private async Task LoadAsync(Part part, ProgressBar bar, CancellationToken cancellationToken)
    {
        var answer = part.HasLines ? await SendAsync(part, bar, cancellationToken) : (JsonElement?)null;
        var refused = answer?.GetProperty("rejected").EnumerateArray().Select(line => (line.GetProperty("line").GetInt64(), FaultOf(line))).ToList() ?? [];
        var rejections = part.Rejections(refused).ToList();
        rejects.Write(rejections);
        if (answer is { } figures)
        {
            tally.Add(figures);
        }

        tally.AddRejected(rejections.Count - refused.Count);
        tally.Items += part.Items;
        if (source.Fingerprint is { } fingerprint)
        {
            Checkpoint?.Save(new ImportState(fingerprint, rejects.Path, rejects.Length, tally));
        }

        // By the bytes: how many there will be is not known before.
        bar.Report(tally.Items, part.Position > 0 ? source.Length * tally.Items / part.Position : null);
        part.Clear();
    }

    private static Fault FaultOf(JsonElement line) => new(line.GetProperty("code").GetString()!, line.GetProperty("detail").GetString()!);

    // A part may be sent twice: what was stored of it is unchanged then.
    private async Task<JsonElement> SendAsync(Part part, ProgressBar bar, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var wait = TimeSpan.FromSeconds(1); ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                if (Pause is { } pause)
                {
                    await pause.RenewAsync(cancellationToken);
                }

                return await PostAsync(part, cancellationToken);
            }
            catch (CliException failure) when (MayPass(failure) && TimeProvider.System.GetElapsedTime(started) + wait < Patience)
            {
                bar.Clear();
                screen.Note($"{failure.Message} Trying again in {Duration.Show(wait)}.");
                await Task.Delay(wait, cancellationToken);
            }
        }
    }

    private async Task<JsonElement> PostAsync(Part part, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/v1/admin/import{(IsCheck ? "?check=true" : "")}") { Content = part.ToContent() };
        using var answer = await api.SendAsync(request, cancellationToken);
        try
        {
            return await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new CliException(ExitCode.Unreachable, $"{api.Address} broke off its answer: {exception.Message}", "server.broke_off");
        }
    }

    private static bool MayPass(CliException failure) => failure.ExitCode == ExitCode.Unreachable || failure.Code == "rate_limit.exceeded";
}
