using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace CommonTrace.Cli.Moving;

/// <summary>Reads a file line by line, however long it is: no more than one line is held. Blank lines are passed over, and counted.</summary>
internal static class NdjsonFile
{
    /// <summary>The longest line that is sent, in bytes; the server may take less.</summary>
    public const int LongestLine = Part.MostBytes;

    private static readonly Fault TooLong = new("request.too_large", $"The line is longer than {LongestLine >> 20} MiB.");

    // How a line of a reject file begins.
    private static ReadOnlySpan<byte> Wrapper => "{\"line\":"u8;

    public static async IAsyncEnumerable<ImportItem> ReadAsync(PipeReader file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (number, position, isTooLong) = (0L, 0L, false);
        ReadResult read;
        do
        {
            // A read of standard input ends for nobody: it is left alone.
            read = await file.ReadAsync(cancellationToken).AsTask().WaitAsync(cancellationToken);
            var rest = read.Buffer;
            while (TryCut(ref rest, read.IsCompleted, out var line))
            {
                number++;
                position += line.Length + 1;
                if (isTooLong || line.Length > LongestLine)
                {
                    yield return new ImportItem(new Place(number), default, position, TooLong);
                }
                else if (Unwrap(line) is { IsEmpty: false } text)
                {
                    yield return new ImportItem(new Place(number), text, position);
                }

                isTooLong = false;
            }

            if (rest.Length > LongestLine)
            {
                (isTooLong, position) = (true, position + rest.Length);
                rest = rest.Slice(rest.End);
            }

            file.AdvanceTo(rest.Start, rest.End);
        }
        while (!read.IsCompleted);
    }

    private static bool TryCut(ref ReadOnlySequence<byte> rest, bool isLast, out ReadOnlySequence<byte> line)
    {
        if (rest.PositionOf((byte)'\n') is { } end)
        {
            line = rest.Slice(0, end);
            rest = rest.Slice(rest.GetPosition(1, end));
            return true;
        }

        line = rest;
        if (!isLast || rest.IsEmpty)
        {
            return false;
        }

        rest = rest.Slice(rest.End);
        return true;
    }

    /// <summary>The line without what editors put around it; of a reject file's line, the original that it tells of.</summary>
    private static ReadOnlyMemory<byte> Unwrap(ReadOnlySequence<byte> bytes)
    {
        var line = (bytes.IsSingleSegment ? bytes.First : bytes.ToArray()).Trim(" \t\r"u8);
        return line.Span.StartsWith(Wrapper) && OriginalOf(line) is { } original ? original : line;
    }

    private static ReadOnlyMemory<byte>? OriginalOf(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var rejected = JsonDocument.Parse(line);
            return !rejected.RootElement.TryGetProperty(RejectFile.Original, out var original) ? null
                : original.ValueKind == JsonValueKind.String ? Encoding.UTF8.GetBytes(original.GetString()!)
                : JsonMarshal.GetRawUtf8Value(original).ToArray();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
