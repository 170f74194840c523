using CommonTrace.Api.Pages.Operate.Charts;

namespace CommonTrace.Tests.Pages;

/// <summary>What becomes of values in a drawing 1,000 wide and 200 high.</summary>
public sealed class ChartTests
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(2, 2)]
    [InlineData(7, 8)]
    [InlineData(11, 20)]
    [InlineData(301, 400)]
    [InlineData(1_000_001, 2_000_000)]
    public void The_axis_ends_at_a_round_number_that_halves(double greatest, double top) => Assert.Equal(top, ChartShape.Top(greatest));

    [Fact]
    public void A_line_goes_through_the_middle_of_each_step_and_breaks_at_a_gap() =>
        Assert.Equal("M100 200L300 100M700 0L900 150", ChartShape.Line([0, 2, null, 4, 1], 4));

    [Fact]
    public void A_value_between_two_gaps_is_a_dot() => Assert.Equal("M500 100h0", ChartShape.Line([null, 1, null], 2));

    [Fact]
    public void Bars_stand_on_what_is_below_them()
    {
        Assert.Equal("M50 200V100h400V200z", ChartShape.Bars([2, 0], null, 4));
        Assert.Equal("M50 100V50h400V100zM550 200V150h400V200z", ChartShape.Bars([1, 1], [2, 0], 4));
    }

    [Fact]
    public void A_gap_is_a_box_as_wide_as_what_is_missing() =>
        Assert.Equal("M200 0H600V200H200zM800 0H1000V200H800z", ChartShape.Gaps([1, null, null, 1, null]));
}
