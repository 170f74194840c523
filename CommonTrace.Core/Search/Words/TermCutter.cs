using CommonTrace.Core.Embeddings.Local;

namespace CommonTrace.Core.Search.Words;

/// <summary>What a term is to the words of a trace or a query.</summary>
internal enum TermKind
{
    /// <summary>A word, which has a stem.</summary>
    Word,

    /// <summary>A word inside an identifier: <c>null</c> of <c>NullReferenceException</c>.</summary>
    Part,

    /// <summary>An identifier without its joiners: <c>appsettingsjson</c>, or what stands between two of them.</summary>
    Identifier,
}

/// <summary>Cuts texts into terms, the same way for traces and queries: words, and identifiers whole and in parts.</summary>
internal static class TermCutter
{
    /// <summary>Calls <paramref name="take"/> for each term, in order; an identifier comes before its parts.</summary>
    public static void Cut(ReadOnlySpan<char> text, Action<ReadOnlySpan<char>, TermKind> take)
    {
        var reader = new TermReader(
            text, stackalloc char[TermReader.MaxLetters], stackalloc byte[TermReader.MaxLetters], stackalloc byte[TermReader.MaxLetters]);
        while (reader.Read())
        {
            if (reader.PartEnds.Length == 1)
            {
                Take(reader.Whole, TermKind.Word, take);
                continue;
            }

            Take(reader.Whole, TermKind.Identifier, take);
            TakeEach(reader.Whole, reader.RunEnds, TermKind.Identifier, take, unless: reader.PartEnds);
            TakeEach(reader.Whole, reader.PartEnds, TermKind.Part, take, unless: default);
        }
    }

    private static void TakeEach(
        ReadOnlySpan<char> whole, ReadOnlySpan<byte> ends, TermKind kind, Action<ReadOnlySpan<char>, TermKind> take, ReadOnlySpan<byte> unless)
    {
        var start = 0;
        foreach (var end in ends)
        {
            if (end - start < whole.Length && !IsOneOf(unless, start, end))
            {
                Take(whole[start..end], kind, take);
            }

            start = end;
        }
    }

    /// <summary>Whether one of the pieces that end there has just this extent.</summary>
    private static bool IsOneOf(ReadOnlySpan<byte> ends, int start, int end)
    {
        var at = ends.IndexOf((byte)end);
        return at >= 0 && (at == 0 ? 0 : ends[at - 1]) == start;
    }

    // A long term is cut where it stands: half of a surrogate pair is no text.
    private static void Take(ReadOnlySpan<char> term, TermKind kind, Action<ReadOnlySpan<char>, TermKind> take)
    {
        term = term.Length > 0 && char.IsLowSurrogate(term[0]) ? term[1..] : term;
        term = term.Length > 0 && char.IsHighSurrogate(term[^1]) ? term[..^1] : term;
        if (term.Length > 0)
        {
            take(term, kind);
        }
    }
}
