using System.Text;
using CommonTrace.Core.Users;

namespace CommonTrace.Tests.Users;

public class ApiKeyFormatTests
{
    // 43 times A, and the CRC-32 of "ct_AAA…" as zlib computes it, in base62.
    private const string KnownKey = "ct_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA4Q2kps";

    [Fact]
    public void A_new_key_is_well_formed_and_spelled_as_the_contract_has_it()
    {
        var key = ApiKeyFormat.Generate();

        Assert.True(ApiKeyFormat.IsWellFormed(key));
        Assert.Matches(@"\Act_[A-Za-z0-9_-]{43}[0-9A-Za-z]{6}\z", key);
    }

    [Fact]
    public void No_two_keys_are_alike()
    {
        var keys = Enumerable.Range(0, 1_000).Select(_ => ApiKeyFormat.Generate());

        Assert.Equal(1_000, keys.Distinct().Count());
    }

    [Fact]
    public void The_checksum_is_the_CRC_32_that_others_compute() => Assert.True(ApiKeyFormat.IsWellFormed(KnownKey));

    [Fact]
    public void Every_change_of_a_single_character_is_noticed()
    {
        var key = ApiKeyFormat.Generate();

        var changed =
            from at in Enumerable.Range(0, key.Length)
            from letter in Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code).Append('ä')
            where key[at] != letter
            select new StringBuilder(key) { [at] = letter }.ToString();

        Assert.DoesNotContain(changed, ApiKeyFormat.IsWellFormed);
    }

    [Fact]
    public void Two_neighbours_changing_places_are_noticed()
    {
        var key = ApiKeyFormat.Generate();

        var swapped =
            from at in Enumerable.Range(0, key.Length - 1)
            where key[at] != key[at + 1]
            select new StringBuilder(key) { [at] = key[at + 1], [at + 1] = key[at] }.ToString();

        Assert.DoesNotContain(swapped, ApiKeyFormat.IsWellFormed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ct_")]
    [InlineData(KnownKey + " ")]
    [InlineData(" " + KnownKey)]
    [InlineData("CT_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA000000")]
    [InlineData("ct_🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀a")]
    public void What_is_no_key_is_refused(string? text) => Assert.False(ApiKeyFormat.IsWellFormed(text));

    [Fact]
    public void What_is_shown_of_a_key_leaves_the_rest_unguessed()
    {
        var shown = ApiKeyFormat.ShownPrefix(ApiKeyFormat.Generate());

        Assert.StartsWith(ApiKeyFormat.Prefix, shown, StringComparison.Ordinal);
        Assert.InRange(shown.Length, 1, 12);
    }
}
