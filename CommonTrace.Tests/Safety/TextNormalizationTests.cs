using System.Globalization;
using CommonTrace.Core.Safety;
using FsCheck;
using FsCheck.Fluent;

namespace CommonTrace.Tests.Safety;

public class TextNormalizationTests
{
    // What normalisation looks at: letters, marks that reorder, joiners and their neighbours, selectors, controls, halves of pairs.
    private static readonly string[] Pieces =
    [
        "a", "e", " ", "\n", "\t", "\u0301", "\u0323", "\u0344", "\u1100", "\u1161", "\u11a8", "\u212b", "\u2329", "\u0958", "\u0915", "\u094d", "\u0627", "\u064b", "\u200b", "\u200c", "\u200d", "\u180e",
        "\u2060", "\u202e", "\u2066", "\ufeff", "\u00ad", "\u0007", "\u0085", "\ufe0f", "\u4e00", "\U000E0101", "\U000E0041", "\U0001F468", "\U0001F3FD", "\u2764", "\ud800", "\udc00", "\U0001D15E",
    ];

    private static readonly Arbitrary<string> Texts = Gen.Elements(Pieces).ListOf().Select(string.Concat).ToArbitrary();

    [Fact]
    public void Normalising_twice_changes_nothing_more() => Prop.ForAll(Texts, text =>
    {
        var once = TextNormalization.Normalize(text);
        return ReferenceEquals(once, TextNormalization.Normalize(once));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Fact]
    public void A_normalised_text_hides_nothing() => Prop.ForAll(Texts, text => !DangerMarks.HadHiddenText(TextNormalization.Normalize(text)))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Fact]
    public void Any_text_at_all_is_survived() => Prop.ForAll<string>(text => text is null || TextNormalization.Normalize(text).Length <= text.Length * 3)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Theory]
    [InlineData("Run npm ci.\r\n\tThen café, naïve, Łódź.")]
    [InlineData("修复了连接池 こんにちは 안녕하세요 שלום")]
    [InlineData("می‌خواهم")] // Persian, with a ZWNJ.
    [InlineData("क्\u200dष न्\u200c")]
    [InlineData("👨\u200d👩\u200d👧 ❤️\u200d🔥 🧑🏽\u200d💻 1️⃣ 葛\U000E0100")]
    public void What_is_in_order_comes_back_as_it_is(string text) => Assert.Same(text, TextNormalization.Normalize(text));

    [Theory]
    [InlineData("e\u0301", "é")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("a\u0323\u0302", "ậ")]
    [InlineData("\u212b \u2126", "Å Ω")]
    [InlineData("\u1112\u1161\u11ab", "한")]
    [InlineData("\u0958", "\u0915\u093c")] // An exclusion: it comes apart and stays apart.
    [InlineData("\U0001D15E", "\U0001D157\U0001D165")]
    public void Equivalent_spellings_become_one(string text, string expected) => Assert.Equal(expected, TextNormalization.Normalize(text));

    [Theory]
    [InlineData("200b")]
    [InlineData("200c")]
    [InlineData("200d")]
    [InlineData("200e")]
    [InlineData("200f")]
    [InlineData("61c")]
    [InlineData("202a")]
    [InlineData("202e")]
    [InlineData("2060")]
    [InlineData("2066")]
    [InlineData("2069")]
    [InlineData("feff")]
    [InlineData("e0041")]
    [InlineData("e007f")]
    [InlineData("e0100")]
    public void What_hides_goes_and_is_told(string code)
    {
        var text = $"ab{char.ConvertFromUtf32(int.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture))}cd";

        Assert.Equal(("abcd", true), (TextNormalization.Normalize(text), DangerMarks.HadHiddenText(text)));
    }

    [Theory]
    [InlineData("ab\u00adcd")]
    [InlineData("ab\u0007cd")]
    [InlineData("ab\u0085cd")]
    [InlineData("ab\u007fcd")]
    [InlineData("\ufeffabcd")]
    public void What_tools_leave_behind_goes_without_a_mark(string text) =>
        Assert.Equal(("abcd", false), (TextNormalization.Normalize(text), DangerMarks.HadHiddenText(text)));

    [Fact]
    public void One_variation_selector_stays_and_a_row_of_them_carries_no_message()
    {
        Assert.Equal("☕\ufe0f", TextNormalization.Normalize("☕\ufe0f\ufe01\ufe02"));
        Assert.Equal("x", TextNormalization.Normalize("x\U000E0110\U000E0120"));
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_left_where_it_is() => Assert.Equal("é\ud800x", TextNormalization.Normalize("e\u0301\ud800x"));
}
