using CommonTrace.Core.Search.Words;

namespace CommonTrace.Tests.Search;

public sealed class TermCutterTests
{
    [Fact]
    public void An_identifier_is_cut_whole_by_runs_and_in_parts()
    {
        var terms = Cut("System.NullReferenceException");

        Assert.Equal(
            ["systemnullreferenceexception:Identifier", "nullreferenceexception:Identifier", "system:Part", "null:Part", "reference:Part", "exception:Part"],
            terms);
    }

    [Theory]
    [InlineData("--no-verify")]
    [InlineData("no_verify")]
    [InlineData("NoVerify")]
    [InlineData("noVerify.")]
    public void The_spellings_of_an_identifier_are_one(string text) =>
        Assert.Equal(["noverify:Identifier", "no:Part", "verify:Part"], Cut(text));

    [Theory]
    [InlineData("C#", "c#")]
    [InlineData("c++,", "c++")]
    [InlineData("ENOENT", "enoent")]
    [InlineData("CS8602", "cs8602")]
    [InlineData("\"quoted\"", "quoted")]
    [InlineData("ＦＵＬＬ", "full")]
    [InlineData("Größe", "größe")]
    public void A_word_is_one_term_in_lower_case(string text, string term) => Assert.Equal([$"{term}:Word"], Cut(text));

    [Theory]
    [InlineData("42P01")]
    [InlineData("python3.12")]
    public void A_code_of_letters_and_digits_is_there_as_a_whole(string text) =>
        Assert.Contains($"{text.Replace(".", "", StringComparison.Ordinal).ToLowerInvariant()}:Identifier", Cut(text));

    [Fact]
    public void Scripts_without_spaces_are_cut_sign_by_sign() => Assert.Equal(["連:Word", "接:Word", "池:Word"], Cut("連接池"));

    [Theory]
    [InlineData("")]
    [InlineData(" \t\n")]
    [InlineData("?! … — () [] {} ; , \" & | <->")]
    [InlineData("# + - _ . : / \\ @ '")]
    public void What_has_no_letters_has_no_terms(string text) => Assert.Empty(Cut(text));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    public void Where_a_long_term_is_cut_no_half_of_a_surrogate_pair_is_left(int lettersBefore)
    {
        var terms = Cut(new string('x', lettersBefore) + string.Concat(Enumerable.Repeat("𝒳", 400)));

        Assert.True(terms.Count > 5);
        Assert.All(terms, term => Assert.True(term.EnumerateRunes().All(rune => rune != System.Text.Rune.ReplacementChar), term));
    }

    [Fact]
    public void Nothing_of_a_long_word_is_lost() =>
        Assert.Equal(2_000, Cut(new string('a', 2_000)).Sum(term => term.Split(':')[0].Length));

    [Fact]
    public void No_text_is_cut_into_terms_that_postgres_would_read_as_syntax()
    {
        var random = new Random(20_260_101);
        var text = new string([.. Enumerable.Range(0, 200_000).Select(_ => (char)random.Next(1, 0x300))]);

        Assert.DoesNotContain(Cut(text), term => term[..term.LastIndexOf(':')].Any("'\\:&|!*() \t\n".Contains));
    }

    private static List<string> Cut(string text)
    {
        var terms = new List<string>();
        TermCutter.Cut(text, (term, kind) => terms.Add($"{term}:{kind}"));
        return terms;
    }
}
