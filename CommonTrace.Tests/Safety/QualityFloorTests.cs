using CommonTrace.Core.Safety;

namespace CommonTrace.Tests.Safety;

public class QualityFloorTests
{
    private const string Title = "Npgsql pool is exhausted";
    private const string Context = "200 requests at once, a data source each.";

    [Fact]
    public void A_fault_says_where_it_is_and_what_to_do()
    {
        Assert.Equal(
            new QualityFault("quality.templated_husk", "solution", "The solution \"## Solution TODO\" is only a placeholder or a heading; write what fixed it."),
            QualityFloor.FaultOf(Title, Context, "## Solution\n\nTODO"));
        Assert.Equal(
            new QualityFault("quality.no_letters", "context", "The context \"42 %\" has no letter in any script; write it in words."),
            QualityFloor.FaultOf(Title, "42 %", "Share one pool."));
        Assert.Equal(
            new QualityFault("quality.repeats_title", "solution", $"The solution only repeats the title \"{Title}\"; write what was done."),
            QualityFloor.FaultOf(Title, Context, "NPGSQL pool, is exhausted!"));
    }

    [Theory]
    [InlineData("Share one pool.")]
    [InlineData("Run `npm ci`.")]
    [InlineData("共用一个连接池。")]
    [InlineData("## Solution\n\nShare one pool.")]
    [InlineData("Npgsql pool is exhausted: share one.")]
    public void A_short_answer_is_an_answer(string solution) => Assert.Null(QualityFloor.FaultOf(Title, Context, solution));

    [Fact]
    public void A_long_fault_is_shown_in_short()
    {
        var fault = QualityFloor.FaultOf(Title, Context, $"lorem ipsum dolor {new string('x', 41)}😀{new string('y', 50_000)}");

        Assert.Equal($"The solution \"lorem ipsum dolor {new string('x', 41)}…\" is only a placeholder or a heading; write what fixed it.", fault?.Detail);
    }

    [Fact]
    public void Signs_are_part_of_a_name() => Assert.Null(QualityFloor.FaultOf("Use C", Context, "Use C++"));
}
