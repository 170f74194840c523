using System.IO.Pipelines;
using CommonTrace.Core.Jobs;
using CommonTrace.Core.Tags;
using CommonTrace.Core.Telemetry;
using CommonTrace.Core.Users;
using Microsoft.Extensions.Logging;

namespace CommonTrace.Core.Import;

/// <summary>
/// Stores traces from NDJSON, one a line, as they come in: no more than a chunk is held. A bad line is reported and the rest goes on.
/// What was stored stays stored when the body breaks off; a second run of the same body changes nothing.
/// </summary>
public sealed class ImportTraces(StoreChunk store, JobWakeUp wakeUp, ILogger<ImportTraces> logger)
{
    private const int ChunkLines = 1_000;
    private const int ChunkBytes = 4 * 1024 * 1024;
    private const int ProgressLines = 10_000;

    /// <summary>Runs it, to the end of the body.</summary>
    /// <param name="caller">Whose traces they become, in the caller's tenant.</param>
    /// <param name="body">NDJSON in UTF-8, of any length; blank lines are passed over.</param>
    public async Task<ImportReport> ExecuteAsync(Caller caller, PipeReader body, CancellationToken cancellationToken)
    {
        var tally = new ImportTally();
        var chunk = new List<ImportedTrace>(ChunkLines);
        var bytes = 0;
        await foreach (var line in NdjsonLines.ReadAsync(body, cancellationToken))
        {
            tally.Lines = line.Number;
            if (Read(line, tally) is { } trace)
            {
                chunk.Add(trace);
                bytes += line.Bytes!.Value.Length;
            }

            if (chunk.Count == ChunkLines || bytes >= ChunkBytes)
            {
                await StoreAsync(caller, chunk, tally, cancellationToken);
                bytes = 0;
            }

            if (tally.Lines % ProgressLines == 0)
            {
                Log("Importing", tally);
            }
        }

        await StoreAsync(caller, chunk, tally, cancellationToken);
        Log("Import done", tally);
        return tally.Report();
    }

    private static ImportedTrace? Read(NdjsonLine line, ImportTally tally)
    {
        if (line.Bytes is not { } bytes)
        {
            tally.Reject(line.Number, ImportFailures.TooLong);
            return null;
        }

        if (!bytes.Span.ContainsAnyExcept(" \t\r"u8))
        {
            return null;
        }

        if (!ImportLine.Read(bytes).Succeeded(out var read, out var failure))
        {
            tally.Reject(line.Number, failure);
            return null;
        }

        if (!read.ToNewTrace().Screen().Succeeded(out var screened, out failure))
        {
            tally.Reject(line.Number, failure);
            return null;
        }

        var (tags, dropped) = Tag.NormalizeAll(screened.Trace.Tags);
        tally.DropTags(dropped);
        return ImportedTrace.Of(line.Number, read, screened, tags);
    }

    private async Task StoreAsync(Caller caller, List<ImportedTrace> chunk, ImportTally tally, CancellationToken cancellationToken)
    {
        if (chunk.Count == 0)
        {
            return;
        }

        var stored = await store.ExecuteAsync(caller, chunk, cancellationToken);
        tally.Add(chunk, stored);
        chunk.Clear();
        if (stored.Imported > 0)
        {
            CommonTraceTelemetry.TracesContributed.Add(stored.Imported);
            wakeUp.Publish();
        }
    }

    private void Log(string stage, ImportTally tally) => logger.LogInformation(
        "{Stage}: {Lines} lines, {Imported} imported, {Unchanged} unchanged, {Rejected} rejected",
        stage, tally.Lines, tally.Imported, tally.Unchanged, tally.Rejected);
}
