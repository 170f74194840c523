namespace CommonTrace.Core.Embeddings.Local;

/// <summary>
/// Cuts a text into terms. A term is a word or an identifier: its letters folded and without joiners, so that <c>no-verify</c>,
/// <c>no_verify</c> and <c>NoVerify</c> are the same whole, and the places where its parts and its runs (what stands between joiners) end.
/// </summary>
internal ref struct TermReader(ReadOnlySpan<char> text, Span<char> letters, Span<byte> partEnds, Span<byte> runEnds)
{
    /// <summary>Letters of the longest term; what is longer continues as the next term.</summary>
    public const int MaxLetters = 128;

    private const int MaxJoiners = 3;
    private const int MinLettersBeforeDigit = 3;

    private readonly ReadOnlySpan<char> _text = text;
    private readonly Span<char> _letters = letters;
    private readonly Span<byte> _partEnds = partEnds;
    private readonly Span<byte> _runEnds = runEnds;
    private int _length;
    private int _parts;
    private int _runs;
    private int _position;

    /// <summary>Where the next term is searched, in UTF-16 units of the text.</summary>
    public readonly int Position => _position;

    public readonly ReadOnlySpan<char> Whole => _letters[.._length];

    public readonly ReadOnlySpan<byte> PartEnds => _partEnds[.._parts];

    public readonly ReadOnlySpan<byte> RunEnds => _runEnds[.._runs];

    public bool Read()
    {
        while (_position < _text.Length && !Letters.IsWord(Letters.KindOf(_text[_position])))
        {
            _position++;
        }

        if (_position == _text.Length)
        {
            return false;
        }

        _length = _parts = _runs = 0;
        ReadTerm();
        EndPart();
        EndRun();
        return true;
    }

    private void ReadTerm()
    {
        var before = LetterKind.Separator;
        while (_position < _text.Length && _length < MaxLetters)
        {
            var kind = Letters.KindOf(_text[_position]);
            if (kind == LetterKind.Joiner)
            {
                if (!SkipJoiners(before))
                {
                    return;
                }

                before = LetterKind.Separator;
                continue;
            }

            if (!Letters.IsWord(kind) || (kind == LetterKind.Ideograph && _length > 0))
            {
                return;
            }

            if (StartsPart(before, kind))
            {
                EndPart();
            }

            Append();
            if (kind == LetterKind.Ideograph)
            {
                return;
            }

            before = kind;
        }
    }

    /// <summary>Steps over joiners inside a term; where the term ends instead, keeps the marks of <c>C#</c> and <c>c++</c>.</summary>
    private bool SkipJoiners(LetterKind before)
    {
        var next = _position;
        while (next < _text.Length && next - _position < MaxJoiners && Letters.KindOf(_text[next]) == LetterKind.Joiner)
        {
            next++;
        }

        if (next < _text.Length && Letters.KindOf(_text[next]) is LetterKind.Lower or LetterKind.Upper or LetterKind.Digit)
        {
            EndPart();
            EndRun();
            _position = next;
            return true;
        }

        while (before is LetterKind.Lower or LetterKind.Upper && _position < next && _text[_position] is '#' or '+' && _length < MaxLetters)
        {
            Append();
        }

        return false;
    }

    /// <summary>Whether the letter at the position opens a part: <c>camel|Case</c>, <c>HTTP|Server</c>, <c>python|3</c>.</summary>
    private readonly bool StartsPart(LetterKind before, LetterKind kind) => (before, kind) switch
    {
        (LetterKind.Lower, LetterKind.Upper) => true,
        (LetterKind.Upper, LetterKind.Upper) =>
            _position + 1 < _text.Length && Letters.KindOf(_text[_position + 1]) == LetterKind.Lower,
        (LetterKind.Lower or LetterKind.Upper, LetterKind.Digit) => _length - PartStart >= MinLettersBeforeDigit,
        _ => false,
    };

    private readonly int PartStart => _parts == 0 ? 0 : _partEnds[_parts - 1];

    private void Append() => _letters[_length++] = Letters.Fold(_text[_position++]);

    private void EndPart()
    {
        if (_length > PartStart)
        {
            _partEnds[_parts++] = (byte)_length;
        }
    }

    private void EndRun()
    {
        if (_runs == 0 || _length > _runEnds[_runs - 1])
        {
            _runEnds[_runs++] = (byte)_length;
        }
    }
}
