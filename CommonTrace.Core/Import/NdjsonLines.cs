using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace CommonTrace.Core.Import;

/// <summary>Reads a body line by line, however long it is: no more than one line is held.</summary>
internal static class NdjsonLines
{
    /// <summary>The longest line that is read, in bytes without its line feed; a longer one is skipped.</summary>
    public const int Longest = 16 * 1024 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    /// <summary>Runs it. A line's bytes are good until the next line is asked for.</summary>
    public static async IAsyncEnumerable<NdjsonLine> ReadAsync(PipeReader body, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 0L;
        var isTooLong = false;
        ReadResult read;
        do
        {
            read = await body.ReadAsync(cancellationToken);
            var rest = read.Buffer;
            try
            {
                while (rest.PositionOf((byte)'\n') is { } end)
                {
                    yield return Line(++number, rest.Slice(0, end), isTooLong);
                    isTooLong = false;
                    rest = rest.Slice(rest.GetPosition(1, end));
                }

                if (rest.Length > Longest)
                {
                    isTooLong = true;
                    rest = rest.Slice(rest.End);
                }

                if (read.IsCompleted && (isTooLong || !rest.IsEmpty))
                {
                    yield return Line(++number, rest, isTooLong);
                }
            }
            finally
            {
                // Also when the caller gives up on the body: a connection whose read was not ended cannot answer.
                body.AdvanceTo(rest.Start, rest.End);
            }
        }
        while (!read.IsCompleted);
    }

    private static NdjsonLine Line(long number, ReadOnlySequence<byte> bytes, bool isTooLong)
    {
        if (isTooLong || bytes.Length > Longest)
        {
            return new NdjsonLine(number, null);
        }

        var text = bytes.IsSingleSegment ? bytes.First : bytes.ToArray();
        return new NdjsonLine(number, number == 1 && text.Span.StartsWith(ByteOrderMark) ? text[ByteOrderMark.Length..] : text);
    }
}

/// <summary>A line of a body.</summary>
/// <param name="Number">Counted from 1, blank lines too.</param>
/// <param name="Bytes">The line without its line feed; null when it is longer than <see cref="NdjsonLines.Longest"/>.</param>
internal readonly record struct NdjsonLine(long Number, ReadOnlyMemory<byte>? Bytes);
