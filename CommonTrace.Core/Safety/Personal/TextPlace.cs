namespace CommonTrace.Core.Safety.Personal;

/// <summary>Line and column of places in a text that are visited in order, so that a long line is counted once.</summary>
internal struct TextPlace(string text)
{
    private int _index;

    public int Line { get; private set; } = 1;

    public int Column { get; private set; } = 1;

    public void MoveTo(int index)
    {
        for (; _index < index; _index++)
        {
            if (text[_index] == '\n')
            {
                (Line, Column) = (Line + 1, 1);
            }
            else if (!char.IsLowSurrogate(text[_index]) || _index == 0 || !char.IsHighSurrogate(text[_index - 1]))
            {
                Column++;
            }
        }
    }
}
