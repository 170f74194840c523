using System.IO.Pipelines;
using CommonTrace.Core.Audit;
using CommonTrace.Core.Jobs;
using CommonTrace.Core.Telemetry;
using CommonTrace.Core.Users;
using Microsoft.Extensions.Logging;

namespace CommonTrace.Core.Import;

/// <summary>
/// Stores traces from NDJSON, one a line, as they come in: no more than two chunks are held, one that is read and one that is stored. A bad line is
/// reported and the rest goes on. What was stored stays stored when the body breaks off; a second run of the same body changes nothing.
/// </summary>
public sealed class ImportTraces(StoreChunk store, CheckChunk check, AuditLog audit, JobWakeUp wakeUp, ILogger<ImportTraces> logger)
{
    private const int ChunkLines = 1_000;
    private const int ChunkBytes = 4 * 1024 * 1024;
    private const int ProgressLines = 10_000;

    /// <summary>Runs it, to the end of the body.</summary>
    /// <param name="caller">Into whose tenant they go; whose they are where a line names nobody.</param>
    /// <param name="body">NDJSON in UTF-8, of any length; blank lines are passed over.</param>
    public async Task<ImportReport> ExecuteAsync(Caller caller, PipeReader body, CancellationToken cancellationToken)
    {
        // At the start: an import that breaks off has stored something too.
        await audit.RecordAsync(caller, "tenant.import", null, new { tenant_id = caller.TenantId }, cancellationToken);
        return await RunAsync(body, chunk => StoreAsync(caller, chunk, cancellationToken), "Importing", cancellationToken);
    }

    /// <summary>Says what running it would say, and stores nothing. Remembers some 100 bytes of each good line.</summary>
    public Task<ImportReport> CheckAsync(Caller caller, PipeReader body, CancellationToken cancellationToken)
    {
        var seen = new SeenTraces();
        return RunAsync(body, chunk => check.ExecuteAsync(caller, chunk, seen, cancellationToken), "Checking an import", cancellationToken);
    }

    private async Task<ImportReport> RunAsync(
        PipeReader body, Func<List<ImportedTrace>, Task<StoredChunk>> handle, string stage, CancellationToken cancellationToken)
    {
        var tally = new ImportTally();
        var chunk = new List<ImportedTrace>(ChunkLines);
        var bytes = 0;
        var handled = Task.CompletedTask;
        try
        {
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
                    await handled;
                    // Not awaited: the next chunk is read meanwhile.
                    handled = HandleAsync(chunk, handle, tally);
                    (chunk, bytes) = (new List<ImportedTrace>(ChunkLines), 0);
                }

                if (tally.Lines % ProgressLines == 0)
                {
                    Log(stage, tally);
                }
            }
        }
        finally
        {
            await handled;
        }

        await HandleAsync(chunk, handle, tally);
        Log($"{stage}: done", tally);
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

        if (ReadLine.Execute(line.Number, bytes, tally.DropTags).Succeeded(out var trace, out var failure))
        {
            return trace;
        }

        tally.Reject(line.Number, failure);
        return null;
    }

    private static async Task HandleAsync(List<ImportedTrace> chunk, Func<List<ImportedTrace>, Task<StoredChunk>> handle, ImportTally tally)
    {
        if (chunk.Count > 0)
        {
            tally.Add(chunk.Count, await handle(chunk));
        }
    }

    private async Task<StoredChunk> StoreAsync(Caller caller, List<ImportedTrace> chunk, CancellationToken cancellationToken)
    {
        var stored = await store.ExecuteAsync(caller, chunk, cancellationToken);
        if (stored.Imported > 0)
        {
            CommonTraceTelemetry.TracesContributed.Add(stored.Imported);
            wakeUp.Publish();
        }

        return stored;
    }

    private void Log(string stage, ImportTally tally) => logger.LogInformation(
        "{Stage}: {Lines} lines, {Imported} imported, {Unchanged} unchanged, {Rejected} rejected",
        stage, tally.Lines, tally.Imported, tally.Unchanged, tally.Rejected);
}
