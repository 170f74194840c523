using CommonTrace.Core.Safety;
using FsCheck;
using FsCheck.Fluent;

namespace CommonTrace.Tests.Safety;

public class PersonalDataTests
{
    private static readonly Arbitrary<string> Texts = Gen.Elements(
        "maria@keller.de", "a@b.io", "@", ".", "git@github.com:", "+14155552671", "(415) 555-2671", "415-555-2671", "+", "(", "-", " ", "\n", ":", "/", "54.12.9.200", "1.2.3.4", "8.8.8.8", "4111 1111 1111 1111", "4242424242424242",
        "/home/jsmith", "/Users/", @"C:\Users\", "kate", "John Smith", @"\", "7", "x", "😀", "[user]").ListOf().Select(string.Concat).ToArbitrary();

    [Fact]
    public void Each_kind_is_replaced_where_it_stands()
    {
        const string text = "ask maria@keller.de or (415) 867-5309\nssh 54.12.9.200 in /home/jsmith/api, card 4111 1111 1111 1111.";

        var redacted = PersonalData.Redact(text);

        Assert.Equal("ask [email] or [phone]\nssh [ip_address] in /home/[user]/api, card [card_number].", redacted.Text);
        Assert.Equal(
            [new("email", 1, 5), new("phone", 1, 24), new("ip_address", 2, 5), new("user_folder", 2, 26), new("card_number", 2, 43)], redacted.Redactions);
    }

    [Theory]
    [InlineData("😀é maria@keller.de", 1, 4)]
    [InlineData("maria@keller.de", 1, 1)]
    [InlineData("a\r\nb\n\n  maria@keller.de", 4, 3)]
    public void Columns_count_characters_and_lines_end_at_a_line_feed(string text, int line, int column) =>
        Assert.Equal([new Redaction("email", line, column)], PersonalData.Redact(text).Redactions);

    [Fact]
    public void A_text_without_personal_data_comes_back_as_it_is()
    {
        const string text = "Share one pool; see user@example.com on 127.0.0.1.";

        var redacted = PersonalData.Redact(text);

        Assert.Same(text, redacted.Text);
        Assert.Empty(redacted.Redactions);
    }

    [Fact]
    public void Redacting_twice_changes_nothing_more() => Prop.ForAll(Texts, text =>
    {
        var once = PersonalData.Redact(text);
        var twice = PersonalData.Redact(once.Text);
        return twice.Text == once.Text && twice.Redactions.Count == 0;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Fact]
    public void Places_come_in_order_and_lie_in_the_text() => Prop.ForAll(Texts, text =>
    {
        var lines = text.Split('\n').Select(line => line.EnumerateRunes().Count()).ToList();
        var places = PersonalData.Redact(text).Redactions;
        return places.All(place => place.Column >= 1 && place.Column <= lines[place.Line - 1])
            && places.SequenceEqual(places.OrderBy(place => place.Line).ThenBy(place => place.Column));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Theory]
    [InlineData("(212) 555-0099", true)]
    [InlineData("(212) 555-0100", false)]
    [InlineData("(212) 555-0199", false)]
    [InlineData("(212) 555-0200", true)]
    public void Numbers_kept_for_fiction_stay(string phone, bool redacted) => Assert.Equal(redacted, PersonalData.Redact(phone).Redactions.Count == 1);

    [Theory]
    [InlineData("172.15.255.255", true)]
    [InlineData("172.16.0.0", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.0", true)]
    [InlineData("100.63.255.255", true)]
    [InlineData("100.64.0.0", false)]
    [InlineData("100.127.255.255", false)]
    [InlineData("100.128.0.0", true)]
    [InlineData("223.255.255.255", true)]
    [InlineData("224.0.0.0", false)]
    [InlineData("203.0.114.9", true)]
    [InlineData("256.60.70.80", false)]
    public void Only_addresses_of_the_public_network_are_personal(string address, bool redacted) =>
        Assert.Equal(redacted, PersonalData.Redact(address).Redactions.Count == 1);

    [Fact]
    public void An_address_that_reads_as_a_version_is_redacted_only_where_an_address_is_meant()
    {
        Assert.Equal("1.2.3.4 and version 99.2.3.4", PersonalData.Redact("1.2.3.4 and version 99.2.3.4").Text);
        Assert.Equal("ping [ip_address], http://[ip_address]:80", PersonalData.Redact("ping 1.2.3.4, http://1.2.3.4:80").Text);
    }
}
