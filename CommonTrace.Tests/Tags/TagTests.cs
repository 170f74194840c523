using CommonTrace.Core.Tags;

namespace CommonTrace.Tests.Tags;

public class TagTests
{
    private const string Letters = "abcXYZ019.+#_- \t\n\u00a0\u2003äßİK🚀\ud800\0/'";

    [Theory]
    [InlineData("c#", "c#")]
    [InlineData("C++", "c++")]
    [InlineData("Post Gres", "post-gres")]
    [InlineData("  node.js\t", "node.js")]
    [InlineData("two \t\n words", "two-words")]
    [InlineData("no\u00a0break", "no-break")]
    [InlineData("snake_case", "snake_case")]
    [InlineData("-", "-")]
    public void A_tag_has_one_spelling(string text, string expected) => Assert.Equal(expected, Tag.Normalize(text));

    [Theory]
    [InlineData("")]
    [InlineData(" \t\n")]
    [InlineData("ä")]
    [InlineData("a/b")]
    [InlineData("a\0b")]
    [InlineData("🚀")]
    [InlineData("a,b")]
    [InlineData("<b>")]
    public void What_does_not_fit_is_no_tag(string text) => Assert.Null(Tag.Normalize(text));

    [Fact]
    public void A_tag_has_at_most_50_characters()
    {
        Assert.NotNull(Tag.Normalize(new string('x', 50)));
        Assert.NotNull(Tag.Normalize($"  {new string('x', 50)}  "));
        Assert.Null(Tag.Normalize(new string('x', 51)));
    }

    [Fact]
    public void Normalising_twice_changes_nothing()
    {
        var random = new Random(11);

        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Create(random.Next(0, 56), random, (letters, source) => source.GetItems<char>(Letters, letters));
            var once = Tag.Normalize(text);

            Assert.Equal(once, once is null ? null : Tag.Normalize(once));
            Assert.Matches(@"\A([a-z0-9.+#_-]{1,50})?\z", once ?? "");
        }
    }

    [Fact]
    public void Each_tag_comes_once_in_order_and_the_rest_is_told()
    {
        var (names, dropped) = Tag.NormalizeAll(["Zig", "ada", "ZIG", "über", "c#"]);

        Assert.Equal(["zig", "ada", "c#"], names);
        Assert.Equal(["über"], dropped);
    }
}
