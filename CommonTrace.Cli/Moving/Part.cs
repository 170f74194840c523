using System.Buffers;
using System.Net.Http.Headers;

namespace CommonTrace.Cli.Moving;

/// <summary>As much as one request carries. It is filled again and again, so that memory stays flat.</summary>
internal sealed class Part
{
    /// <summary>As many rejected lines as the server lists of one request.</summary>
    public const int MostLines = 10_000;

    public const int MostBytes = 16 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _body = new();
    private readonly List<(int Item, Place Place, int Start, int Length)> _lines = [];
    private readonly List<(int Item, Rejection Rejection)> _faults = [];

    /// <summary>How many items of the source it holds.</summary>
    public int Items { get; private set; }

    /// <summary>How many bytes of the source are read with it.</summary>
    public long Position { get; private set; }

    /// <summary>Whether there is anything to send.</summary>
    public bool HasLines => _lines.Count > 0;

    /// <summary>Whether it holds enough to be sent.</summary>
    public bool IsFull => Items >= MostLines || _body.WrittenCount >= MostBytes;

    public void Add(ImportItem item)
    {
        Position = item.Position;
        var number = Items++;
        if (item.Fault is { } fault)
        {
            _faults.Add((number, new Rejection(item.Place, fault, item.Text.ToArray())));
            return;
        }

        _lines.Add((number, item.Place, _body.WrittenCount, item.Text.Length));
        _body.Write(item.Text.Span);
        _body.Write("\n"u8);
    }

    /// <summary>The body of a request; as many as are needed.</summary>
    public HttpContent ToContent()
    {
        var content = new ReadOnlyMemoryContent(_body.WrittenMemory);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        return content;
    }

    /// <summary>All that was not imported, in the order of the source.</summary>
    /// <param name="refused">The lines of the request that the server refused, counted from 1.</param>
    public IEnumerable<Rejection> Rejections(IEnumerable<(long Line, Fault Fault)> refused) =>
        refused.Select(line => (_lines[(int)line.Line - 1].Item, Of(_lines[(int)line.Line - 1], line.Fault)))
            .Concat(_faults).OrderBy(rejected => rejected.Item1).Select(rejected => rejected.Item2);

    public void Clear()
    {
        _body.ResetWrittenCount();
        _lines.Clear();
        _faults.Clear();
        Items = 0;
    }

    private Rejection Of((int Item, Place Place, int Start, int Length) line, Fault fault) =>
        new(line.Place, fault, _body.WrittenMemory.Slice(line.Start, line.Length));
}
