using System.Globalization;
using CommonTrace.Core.Trust;
using CommonTrace.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CommonTrace.Tests.Trust;

public sealed class WilsonTests(TestApp app)
{
    private const int Most = 1_000_000;

    // Pairs of how many were for it and how many there were.
    private static readonly Arbitrary<(int Up, int Total)> Votes =
        Gen.Choose(0, Most).SelectMany(total => Gen.Choose(0, total).Select(up => (up, total))).ToArbitrary();

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 1, 0)]
    [InlineData(0, Most, 0)]
    [InlineData(1, 1, 0.2065)]
    [InlineData(10, 10, 0.7225)]
    [InlineData(8, 10, 0.4902)]
    [InlineData(50, 55, 0.8042)]
    public void The_bound_is_what_the_formula_says(int up, int total, double expected) => Assert.Equal(expected, Wilson.LowerBound(up, total), 4);

    [Fact]
    public void The_bound_is_from_0_to_below_1() => Prop.ForAll(Votes, votes => Wilson.LowerBound(votes.Up, votes.Total) is >= 0 and < 1).QuickCheckThrowOnFailure();

    [Fact]
    public void The_bound_grows_with_every_vote_for_it() =>
        Prop.ForAll(Votes, votes => Wilson.LowerBound(votes.Up + 1, votes.Total + 1) > Wilson.LowerBound(votes.Up, votes.Total)
            && (votes.Up == votes.Total || Wilson.LowerBound(votes.Up + 1, votes.Total) > Wilson.LowerBound(votes.Up, votes.Total))).QuickCheckThrowOnFailure();

    [Fact]
    public void The_bound_falls_with_every_vote_against_it() =>
        Prop.ForAll(Votes, votes => votes.Up == 0 || Wilson.LowerBound(votes.Up, votes.Total + 1) < Wilson.LowerBound(votes.Up, votes.Total)).QuickCheckThrowOnFailure();

    [Fact]
    public void The_bound_is_below_the_plain_share() =>
        Prop.ForAll(Votes, votes => votes.Up == 0 || Wilson.LowerBound(votes.Up, votes.Total) < (double)votes.Up / votes.Total).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(2, 1)]
    public void More_than_all_is_refused(int up, int total) => Assert.Throws<ArgumentOutOfRangeException>(() => Wilson.LowerBound(up, total));

    [Fact]
    public async Task The_database_says_the_same()
    {
        var text = (string)(await app.SqlAsync(
            $"""
            select string_agg(format('%s %s %s', upvote_count, downvote_count, round({Wilson.Sql}, 9)), ';')
            from generate_series(0, 30) upvote_count, generate_series(0, 30) downvote_count where upvote_count + downvote_count > 0
            """))!;
        var rows = text.Split(';').Select(row => row.Split(' ').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray()).ToList();

        Assert.Equal((31 * 31) - 1, rows.Count);
        Assert.All(rows, row => Assert.Equal(Wilson.LowerBound((int)row[0], (int)(row[0] + row[1])), row[2], tolerance: 1e-8));
        Assert.Equal(DBNull.Value, await app.SqlAsync($"select {Wilson.Sql} from (select 0 as upvote_count, 0 as downvote_count) none"));
    }
}
