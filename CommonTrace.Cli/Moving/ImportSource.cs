using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using CommonTrace.Cli.Moving.From;

namespace CommonTrace.Cli.Moving;

/// <summary>What is to be imported.</summary>
/// <param name="Name">The full path, or a name for people.</param>
/// <param name="Rejects">Where rejected lines go when nobody says.</param>
/// <param name="Length">How many bytes there are; null when nobody knows.</param>
/// <param name="Fingerprint">Differs when the content does; null where an import cannot go on after an interruption.</param>
internal sealed record ImportSource(string Name, string Rejects, long? Length, string? Fingerprint, IAsyncEnumerable<ImportItem> Items)
{
    /// <summary>The shapes of others' that are understood.</summary>
    public static readonly string[] Shapes = ["markdown", "mcp-memory"];

    private const int HeadLength = 64 * 1024;

    // Of the mark that some editors put at the beginning.
    private const int MarkLength = 3;

    /// <param name="path">A file, a folder of <c>markdown</c>, or <c>-</c> for standard input.</param>
    /// <param name="shape">One of <see cref="Shapes"/>; null for the server's own, lines or one array.</param>
    public static async Task<ImportSource> OpenAsync(string path, string? shape, CancellationToken cancellationToken)
    {
        if (shape == "markdown")
        {
            return MarkdownFolder.Open(path);
        }

        if (path == "-" && shape is null)
        {
            return await OfInputAsync(cancellationToken);
        }

        var full = Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            throw CliException.Usage(Directory.Exists(full) ? $"{full} is a folder; one of Markdown notes is imported by --from markdown." : $"There is no file {full}.");
        }

        var file = new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan | FileOptions.Asynchronous);
        // A pipe with a name has neither, and is read once.
        long? length = file.CanSeek ? file.Length : null;
        var fingerprint = file.CanSeek ? FingerprintOf(file) : null;
        var items = shape is null ? await ItemsAsync(file, full, cancellationToken) : McpMemoryFile.ReadAsync(file, cancellationToken);
        return new ImportSource(full, $"{full}.rejected.ndjson", length, fingerprint, items);
    }

    private static async Task<ImportSource> OfInputAsync(CancellationToken cancellationToken)
    {
        if (!Console.IsInputRedirected)
        {
            throw CliException.Usage("Standard input is the terminal: pipe lines into the command, or name a file.");
        }

        var name = $"standard input, process {Environment.ProcessId}";
        return new ImportSource(name, Path.GetFullPath("stdin.rejected.ndjson"), null, null, await ItemsAsync(Console.OpenStandardInput(), "Standard input", cancellationToken));
    }

    /// <summary>Lines or one array, as the first byte says.</summary>
    private static async Task<IAsyncEnumerable<ImportItem>> ItemsAsync(Stream stream, string name, CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: HeadLength));
        var read = await reader.ReadAtLeastAsync(MarkLength + 1, cancellationToken).AsTask().WaitAsync(cancellationToken);
        var head = read.Buffer.Slice(0, Math.Min(HeadLength, read.Buffer.Length)).ToArray();
        var mark = head.AsSpan().StartsWith("\uFEFF"u8) ? MarkLength : 0;
        reader.AdvanceTo(read.Buffer.GetPosition(mark));
        var first = head.AsSpan(mark).Trim(" \t\r\n"u8);
        return (first.IsEmpty ? '{' : (char)first[0]) switch
        {
            '{' => NdjsonFile.ReadAsync(reader, cancellationToken),
            '[' => JsonArrayFile.ReadAsync(reader, cancellationToken),
            _ => throw CliException.Usage($"{name} begins neither with {{ nor with [: it is to be JSON in UTF-8, a trace on each line, or one array of traces."),
        };
    }

    // A file that was changed is told by its size, time and head: to read all of a large one would take as long as half of the import.
    private static string FingerprintOf(FileStream file)
    {
        var head = new byte[HeadLength];
        var length = RandomAccess.Read(file.SafeFileHandle, head, 0);
        return $"{file.Length} {File.GetLastWriteTimeUtc(file.SafeFileHandle).Ticks} {Convert.ToHexStringLower(SHA256.HashData(head.AsSpan(0, length)))}";
    }
}
