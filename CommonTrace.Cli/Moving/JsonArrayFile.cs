using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace CommonTrace.Cli.Moving;

/// <summary>Reads a file that is one JSON array, element by element: no more than one is held. An element's line is the one that it begins on.</summary>
internal sealed class JsonArrayFile
{
    private JsonReaderState _state;
    private long _line = 1;
    private long _position;

    private JsonArrayFile()
    {
    }

    public static async IAsyncEnumerable<ImportItem> ReadAsync(PipeReader file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var array = new JsonArrayFile();
        ReadResult read;
        do
        {
            read = await file.ReadAsync(cancellationToken).AsTask().WaitAsync(cancellationToken);
            var rest = read.Buffer;
            while (array.TryTake(ref rest, read.IsCompleted, out var item))
            {
                yield return item;
            }

            file.AdvanceTo(rest.Start, rest.End);
        }
        while (!read.IsCompleted);
    }

    private bool TryTake(ref ReadOnlySequence<byte> rest, bool isLast, out ImportItem item)
    {
        item = default;
        try
        {
            var reader = new Utf8JsonReader(rest, isLast, _state);
            while (reader.Read())
            {
                if (reader.CurrentDepth == 0 && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray)
                {
                    continue;
                }

                var start = (int)reader.TokenStartIndex;
                if (!reader.TrySkip())
                {
                    return false;
                }

                _state = reader.CurrentState;
                item = Take(ref rest, start, reader.BytesConsumed);
                return true;
            }

            return false;
        }
        catch (JsonException exception)
        {
            throw CliException.Usage($"The array is broken somewhere from line {_line} on, and nothing from there is imported: {exception.Message} Mend it, and import it again.");
        }
    }

    private ImportItem Take(ref ReadOnlySequence<byte> rest, int start, long end)
    {
        var bytes = rest.Slice(0, end).ToArray();
        var line = _line + bytes.AsSpan(0, start).Count((byte)'\n');
        _line += bytes.AsSpan().Count((byte)'\n');
        _position += end;
        rest = rest.Slice(end);
        // A line feed stands between the tokens only: JSON has none in its texts.
        bytes.AsSpan().Replace((byte)'\n', (byte)' ');
        return new ImportItem(new Place(line), bytes.AsMemory(start), _position);
    }
}
