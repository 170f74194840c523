using System.Text.RegularExpressions;

namespace CommonTrace.Api.Pages.Text;

/// <summary>What a row of a difference is.</summary>
internal enum RowKind
{
    /// <summary>The line is the same in both.</summary>
    Same,

    /// <summary>The line differs, or is in one of them only.</summary>
    Changed,

    /// <summary>Lines that are the same are left out here.</summary>
    Folded,
}

/// <summary>A piece of a line, and whether it is what differs.</summary>
internal readonly record struct LinePiece(string Text, bool IsChanged);

/// <summary>A line at one side.</summary>
/// <param name="Number">From 1.</param>
internal sealed record DiffLine(int Number, IReadOnlyList<LinePiece> Pieces);

/// <summary>A row of two texts side by side.</summary>
/// <param name="Before">Null when the line was added.</param>
/// <param name="After">Null when the line was removed.</param>
/// <param name="Folded">How many lines are left out.</param>
internal sealed record DiffRow(RowKind Kind, DiffLine? Before, DiffLine? After, int Folded = 0);

/// <summary>Two texts side by side, line by line, with the words marked that differ. Bounded: what takes too long counts as replaced.</summary>
internal sealed partial class TextDifference
{
    // Comparisons: some milliseconds.
    private const int MostSteps = 1_000_000;
    private const int Context = 3;

    // So many rows nobody reads to the end: the words of later ones are not compared.
    private const int MostMarked = 1_000;

    private readonly List<DiffRow> _rows = [];
    private readonly string[] _before;
    private readonly string[] _after;
    private readonly DiffBudget _budget = new(MostSteps);

    private TextDifference(string before, string after) => (_before, _after) = (LinesOf(before), LinesOf(after));

    /// <summary>The rows; none when both say the same.</summary>
    public static IReadOnlyList<DiffRow> Between(string before, string after)
    {
        var difference = new TextDifference(before, after);
        difference.Write(EditScript.Between(difference._before, difference._after, difference._budget));
        return difference._rows;
    }

    private static string[] LinesOf(string text) => text.ReplaceLineEndings("\n").Split('\n');

    private void Write(IReadOnlyList<Edit> edits)
    {
        for (var index = 0; index < edits.Count; index++)
        {
            var edit = edits[index];
            if (index == 0)
            {
                WriteSame(0, 0, edit.Before, leads: false, follows: true);
            }

            WriteEdit(edit);
            var (before, after) = (edit.Before + edit.BeforeCount, edit.After + edit.AfterCount);
            var isLast = index == edits.Count - 1;
            WriteSame(before, after, (isLast ? _before.Length : edits[index + 1].Before) - before, leads: true, follows: !isLast);
        }
    }

    /// <summary>Lines that are the same: a few beside what differs, and how many more there are.</summary>
    private void WriteSame(int before, int after, int count, bool leads, bool follows)
    {
        var (head, tail) = (leads ? Context : 0, follows ? Context : 0);
        // One line is not worth a fold.
        var folded = count > head + tail + 1 ? count - head - tail : 0;
        for (var line = 0; line < count; line++)
        {
            if (folded > 0 && line == head)
            {
                _rows.Add(new DiffRow(RowKind.Folded, null, null, folded));
                line += folded - 1;
                continue;
            }

            _rows.Add(new DiffRow(RowKind.Same, Whole(before + line + 1, _before[before + line]), Whole(after + line + 1, _after[after + line])));
        }
    }

    /// <summary>The lines that were removed beside those that came for them, one by one.</summary>
    private void WriteEdit(Edit edit)
    {
        for (var line = 0; line < Math.Max(edit.BeforeCount, edit.AfterCount); line++)
        {
            var (before, after) = (edit.Before + line, edit.After + line);
            _rows.Add((line < edit.BeforeCount, line < edit.AfterCount) switch
            {
                (true, true) when _rows.Count < MostMarked => Beside(before, after),
                (true, true) => new DiffRow(RowKind.Changed, Whole(before + 1, _before[before]), Whole(after + 1, _after[after])),
                (true, false) => new DiffRow(RowKind.Changed, Whole(before + 1, _before[before]), null),
                _ => new DiffRow(RowKind.Changed, null, Whole(after + 1, _after[after])),
            });
        }
    }

    private DiffRow Beside(int before, int after)
    {
        var (left, right) = (WordsOf(_before[before]), WordsOf(_after[after]));
        var edits = EditScript.Between(left, right, _budget);
        // Lines that have little in common are another line each, not one with changes.
        var isAnother = 2 * edits.Sum(edit => edit.BeforeCount + edit.AfterCount) > left.Length + right.Length;
        return isAnother
            ? new DiffRow(RowKind.Changed, Whole(before + 1, _before[before]), Whole(after + 1, _after[after]))
            : new DiffRow(
                RowKind.Changed,
                new DiffLine(before + 1, [.. PiecesOf(left, [.. edits.Select(edit => (edit.Before, edit.BeforeCount))])]),
                new DiffLine(after + 1, [.. PiecesOf(right, [.. edits.Select(edit => (edit.After, edit.AfterCount))])]));
    }

    private static IEnumerable<LinePiece> PiecesOf(string[] words, IReadOnlyList<(int Start, int Count)> changes)
    {
        var at = 0;
        foreach (var (start, count) in changes.Where(change => change.Count > 0))
        {
            yield return new LinePiece(string.Concat(words[at..start]), IsChanged: false);
            yield return new LinePiece(string.Concat(words[start..(start + count)]), IsChanged: true);
            at = start + count;
        }

        yield return new LinePiece(string.Concat(words[at..]), IsChanged: false);
    }

    private static DiffLine Whole(int number, string line) => new(number, [new LinePiece(line, IsChanged: false)]);

    private static string[] WordsOf(string line) => [.. Words().Matches(line).Select(word => word.Value)];

    [GeneratedRegex(@"\w+|\s+|[^\w\s]")]
    private static partial Regex Words();
}
