using CommonTrace.Core.Search;
using CommonTrace.Core.Search.Words;

namespace CommonTrace.Tests.Search;

public sealed class QueryWordsTests
{
    private const int MostWords = 64;

    [Theory]
    [InlineData("postgres", QueryKind.Keyword)]
    [InlineData("npgsql pool exhausted", QueryKind.Keyword)]
    [InlineData("System.NullReferenceException", QueryKind.Keyword)]
    [InlineData("Microsoft.Extensions.DependencyInjection.ServiceCollectionDescriptorExtensions", QueryKind.Keyword)]
    [InlineData("how do I share one connection pool between all of my requests", QueryKind.Sentence)]
    [InlineData("the page flickers because the server renders another clock than the browser", QueryKind.Sentence)]
    [InlineData("System.InvalidOperationException: NpgsqlConnector at Npgsql.PoolingDataSource.Get", QueryKind.Error)]
    [InlineData("error\nat line", QueryKind.Error)]
    public void The_kind_of_a_text_is_told_by_its_form(string text, QueryKind kind) => Assert.Equal(kind, QueryWords.Of(text).Kind);

    [Fact]
    public void Each_word_counts_once_however_often_it_stands_there()
    {
        var words = QueryWords.Of("Pool pool POOL the pool");

        Assert.Equal(["pool", "the"], words.Terms);
        Assert.Equal([1, 2], words.Words);
    }

    [Fact]
    public void Of_a_long_text_the_first_words_are_looked_for()
    {
        var words = QueryWords.Of(string.Join(' ', Enumerable.Range(0, 500).Select(Letters)));

        Assert.Equal(Enumerable.Range(0, MostWords).Select(Letters), words.Terms);
        Assert.InRange(words.Words.Max(), 1, MostWords);
    }

    [Fact]
    public void The_columns_have_a_row_for_each_variant()
    {
        var words = QueryWords.Of("System.NullReferenceException in useLayoutEffect 42P01");

        int[] lengths = [words.Terms.Length, words.Words.Length, words.Importance.Length, words.Likeness.Length, words.ArePlain.Length];
        Assert.Single(lengths.Distinct());
        Assert.All(words.Importance.Concat(words.Likeness), weight => Assert.InRange(weight, 0.01f, 1f));
    }

    [Fact]
    public void A_part_of_an_identifier_counts_less_than_the_whole()
    {
        var words = QueryWords.Of("NullReferenceException");
        var importance = words.Terms.Zip(words.Importance).ToDictionary(pair => pair.First, pair => pair.Second);

        Assert.True(importance["null"] < importance["nullreferenceexception"]);
    }

    [Fact]
    public void Only_words_of_short_queries_are_taken_for_mistyped()
    {
        Assert.True(QueryWords.Of("kuberentes pod").CanSpell);
        Assert.False(QueryWords.Of(string.Join(' ', Enumerable.Range(0, 60).Select(Letters))).CanSpell);
    }

    [Theory]
    [InlineData("?!")]
    [InlineData("🏳")]
    [InlineData("…")]
    public void A_text_without_letters_has_no_rows_that_are_not_text(string text) =>
        Assert.All(QueryWords.Of(text).Terms, term => Assert.NotEqual("", term));

    /// <summary>A word of letters for a number: <c>aaaa</c>, <c>aaab</c>, …</summary>
    private static string Letters(int number) => new([.. Enumerable.Range(0, 4).Select(place => (char)('a' + (number / (int)Math.Pow(26, 3 - place) % 26)))]);
}
