using System.Diagnostics;
using CommonTrace.Api.Pages.Text;
using FsCheck;
using FsCheck.Fluent;

namespace CommonTrace.Tests.Pages;

public sealed class DiffTests
{
    private static readonly Arbitrary<(string Before, string After)> Texts = (
        from before in Gen.Elements("a", "b", "c d", "c e", "\n", "\n", "{", "}", "", " x").ListOf()
        from after in Gen.Elements("a", "b", "c d", "c e", "\n", "\n", "{", "}", "", " x").ListOf()
        select (string.Concat(before), string.Concat(after))).ToArbitrary();

    [Fact]
    public void Each_side_reads_as_its_text() => Prop.ForAll(Texts, texts =>
    {
        var rows = TextDifference.Between(texts.Before, texts.After);
        return texts.Before == texts.After
            ? rows.Count == 0
            : rows.All(row => row.Kind == RowKind.Folded) is false
                && Reads(rows, row => row.Before, texts.Before.Split('\n')) && Reads(rows, row => row.After, texts.After.Split('\n'));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Fact]
    public void Changed_words_are_marked_in_the_line()
    {
        var row = Assert.Single(TextDifference.Between("Set MaxPoolSize to 100 in the string.", "Set MaxPoolSize to 500 in the string."));

        Assert.Equal(["100"], row.Before!.Pieces.Where(piece => piece.IsChanged).Select(piece => piece.Text));
        Assert.Equal(["500"], row.After!.Pieces.Where(piece => piece.IsChanged).Select(piece => piece.Text));
    }

    [Fact]
    public void Lines_with_little_in_common_are_another_line_each()
    {
        var row = Assert.Single(TextDifference.Between("Restart the server.", "Share one pool among all requests"));

        Assert.DoesNotContain(row.Before!.Pieces.Concat(row.After!.Pieces), piece => piece.IsChanged);
    }

    [Fact]
    public void An_added_and_a_removed_line_leave_the_rest_alone()
    {
        var rows = TextDifference.Between("a\nb\nc\nd", "a\nc\nd\ne");

        Assert.Equal(
            [(1, 1), (2, null), (3, 2), (4, 3), (null, 4)],
            rows.Select(row => (row.Before?.Number, row.After?.Number)));
    }

    [Fact]
    public void Long_stretches_that_are_the_same_are_folded()
    {
        var lines = Enumerable.Range(1, 40).Select(number => $"line {number}").ToArray();
        var rows = TextDifference.Between(string.Join('\n', lines), string.Join('\n', lines.Select((line, index) => index is 9 or 30 ? $"{line} changed" : line)));

        Assert.Equal([6, 14, 6], rows.Where(row => row.Kind == RowKind.Folded).Select(row => row.Folded));
    }

    [Fact]
    public void Line_ends_of_different_systems_are_the_same() => Assert.Empty(TextDifference.Between("a\r\nb", "a\nb"));

    public static TheoryData<string, string> Bombs => new()
    {
        { Repeat("a\n"), Repeat("b\n") },
        { Repeat("a\nb\n"), Repeat("b\na\n") },
        { Repeat("a "), Repeat("b ") },
        { Repeat("a b "), Repeat("b a ") },
        { Repeat("\n"), Repeat("a\n\n") },
        { string.Concat(Enumerable.Range(0, 9_000).Select(number => $"{number}\n")), string.Concat(Enumerable.Range(0, 9_000).Select(number => $"{number * 7 % 9_000}\n")) },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Texts_made_to_cost_much_cost_little(string before, string after)
    {
        var best = TimeSpan.MaxValue;
        for (var run = 0; run < 5 && best > TimeSpan.FromMilliseconds(50); run++)
        {
            var watch = Stopwatch.StartNew();
            Assert.NotEmpty(TextDifference.Between(before, after));
            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        // Some 50 ms on a quiet machine; without its limits it takes minutes.
        Assert.True(best < TimeSpan.FromSeconds(2), $"It took {best.TotalMilliseconds} ms.");
    }

    private static string Repeat(string piece) => string.Concat(Enumerable.Repeat(piece, 50_000 / piece.Length));

    private static bool Reads(IReadOnlyList<DiffRow> rows, Func<DiffRow, DiffLine?> side, string[] lines) =>
        rows.Sum(row => row.Kind == RowKind.Folded ? row.Folded : side(row) is null ? 0 : 1) == lines.Length
        && rows.Select(side).OfType<DiffLine>().All(line => string.Concat(line.Pieces.Select(piece => piece.Text)) == lines[line.Number - 1])
        && rows.Select(side).OfType<DiffLine>().Select(line => line.Number).Order().SequenceEqual(rows.Select(side).OfType<DiffLine>().Select(line => line.Number));
}
