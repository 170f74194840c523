namespace CommonTrace.Api.Pages.Text;

/// <summary>A stretch in which two sequences differ: what stands there before, and what stands there after.</summary>
internal readonly record struct Edit(int Before, int BeforeCount, int After, int AfterCount);

/// <summary>How much work a difference may still take, in comparisons; without any left, the rest counts as replaced.</summary>
internal sealed class DiffBudget(int steps)
{
    public bool Spend(int amount = 1) => (steps -= amount) >= 0;
}

/// <summary>
/// The shortest way from one sequence to another by removing and adding (E. W. Myers, "An O(ND) difference algorithm and its variations", 1986),
/// up to a number of edits: beyond it, all that differs counts as replaced.
/// </summary>
internal static class EditScript
{
    private const int MostEdits = 500;

    /// <summary>The stretches that differ, in their order.</summary>
    public static IReadOnlyList<Edit> Between(ReadOnlySpan<string> before, ReadOnlySpan<string> after, DiffBudget budget)
    {
        var start = before.CommonPrefixLength(after);
        var end = 0;
        while (end < Math.Min(before.Length, after.Length) - start && before[^(end + 1)] == after[^(end + 1)])
        {
            end++;
        }

        var left = before[start..^end];
        var right = after[start..^end];
        if (left.Length == 0 && right.Length == 0)
        {
            return [];
        }

        return left.Length > 0 && right.Length > 0 && Search(left, right, budget) is { } reached
            ? Retrace(reached, left.Length, right.Length, start)
            : [new Edit(start, left.Length, start, right.Length)];
    }

    /// <summary>For each number of edits, how far one gets on each diagonal; null when it takes too many.</summary>
    private static List<int[]>? Search(ReadOnlySpan<string> left, ReadOnlySpan<string> right, DiffBudget budget)
    {
        var reached = new List<int[]>();
        for (var edits = 0; edits <= Math.Min(left.Length + right.Length, MostEdits); edits++)
        {
            var row = new int[(2 * edits) + 1];
            for (var diagonal = -edits; diagonal <= edits; diagonal += 2)
            {
                var x = edits == 0 ? 0 : Enter(reached[edits - 1], edits, diagonal);
                var first = x;
                while (x < left.Length && x - diagonal < right.Length && left[x] == right[x - diagonal])
                {
                    x++;
                }

                row[diagonal + edits] = x;
                if (!budget.Spend(x - first + 1))
                {
                    return null;
                }

                if (x >= left.Length && x - diagonal >= right.Length)
                {
                    reached.Add(row);
                    return reached;
                }
            }

            reached.Add(row);
        }

        return null;
    }

    private static int Enter(int[] row, int edits, int diagonal) =>
        ComesFromAbove(row, edits, diagonal) ? row[diagonal + edits] : row[diagonal + edits - 2] + 1;

    // From the row before, which has one diagonal fewer at each side.
    private static bool ComesFromAbove(int[] row, int edits, int diagonal) =>
        diagonal == -edits || (diagonal != edits && row[diagonal + edits - 2] < row[diagonal + edits]);

    private static List<Edit> Retrace(List<int[]> reached, int x, int y, int offset)
    {
        var edits = new List<Edit>();
        for (var step = reached.Count - 1; step > 0; step--)
        {
            var row = reached[step - 1];
            var diagonal = x - y;
            var isAdded = ComesFromAbove(row, step, diagonal);
            var fromX = isAdded ? row[diagonal + step] : row[diagonal + step - 2];
            var fromY = fromX - (isAdded ? diagonal + 1 : diagonal - 1);
            Put(edits, new Edit(fromX + offset, isAdded ? 0 : 1, fromY + offset, isAdded ? 1 : 0));
            (x, y) = (fromX, fromY);
        }

        edits.Reverse();
        return edits;
    }

    /// <summary>Adds an edit that stands before those there are; one that touches the next becomes part of it.</summary>
    private static void Put(List<Edit> edits, Edit edit)
    {
        if (edits is [.., var next] && edit.Before + edit.BeforeCount == next.Before && edit.After + edit.AfterCount == next.After)
        {
            edits[^1] = new Edit(edit.Before, edit.BeforeCount + next.BeforeCount, edit.After, edit.AfterCount + next.AfterCount);
        }
        else
        {
            edits.Add(edit);
        }
    }
}
