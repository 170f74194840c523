namespace CommonTrace.Cli.Moving.From;

/// <summary>A note that cannot become a trace.</summary>
/// <param name="code">One of <c>import.…</c>.</param>
/// <param name="detail">Why, and what to do.</param>
/// <param name="line">Where in the note.</param>
internal sealed class NoteException(string code, string detail, long line = 1) : Exception(detail)
{
    public Fault Fault { get; } = new(code, detail);

    public long Line { get; } = line;
}
