namespace CommonTrace.Cli.Moving;

/// <summary>One thing to import, of whatever source.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Text">A line for the server, in UTF-8; what stands there when it cannot be one. Good until the next item is asked for.</param>
/// <param name="Position">How many bytes of the source are read with it.</param>
/// <param name="Fault">Why it is not sent; null when it is.</param>
internal readonly record struct ImportItem(Place Place, ReadOnlyMemory<byte> Text, long Position, Fault? Fault = null);

/// <summary>Where something stands in the source.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="File">Of a folder: the path in it; null when the source is a file itself.</param>
internal readonly record struct Place(long Line, string? File = null)
{
    public override string ToString() => File is null ? $"line {Line}" : $"{File}:{Line}";
}

/// <summary>Why something is not imported.</summary>
/// <param name="Code">The server's, or <c>import.…</c>; it never changes.</param>
/// <param name="Detail">What is wrong, for people.</param>
internal sealed record Fault(string Code, string Detail);

/// <summary>What was not imported.</summary>
internal sealed record Rejection(Place Place, Fault Fault, ReadOnlyMemory<byte> Text);
