using CommonTrace.Core.Safety.Secrets;

namespace CommonTrace.Tests.Safety;

public class SecretScannerTests
{
    private readonly SafetyTemplate _template = new(nameof(SecretScannerTests));

    [Fact]
    public void A_secret_is_told_by_kind_and_place()
    {
        var secret = Filled("{{github:ghp}}");

        var found = Assert.Single(SecretScanner.Find($"one\ntwo {secret} three"));

        Assert.Equal(new FoundSecret("github_token", 8, 40, Line: 2, Column: 5), found);
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("a\r\nb\r\n", 3, 1)]
    [InlineData("a\rb ", 2, 3)]
    [InlineData("\n\n\n  ", 4, 3)]
    [InlineData("🔑🔑 = ", 1, 6)]
    [InlineData("é\n👩‍💻 ", 2, 5)]
    public void Lines_end_as_editors_end_them_and_columns_count_scalar_values(string before, int line, int column)
    {
        var found = Assert.Single(SecretScanner.Find(before + Filled("{{npm:npm}}")));

        Assert.Equal((before.Length, line, column), (found.Start, found.Line, found.Column));
    }

    [Fact]
    public void Half_a_surrogate_pair_counts_as_one_character()
    {
        var found = Assert.Single(SecretScanner.Find("\ud83d\ud83d " + Filled("{{npm:npm}}")));

        Assert.Equal((3, 4), (found.Start, found.Column));
    }

    [Fact]
    public void What_was_found_comes_in_the_order_of_the_text_however_many_rules_found_it()
    {
        var text = Filled("a: xoxb-{{digits:12}}-{{digits:12}}-{{base62:24}}\nb: {{github:ghs}}\nc: AKIA{{base32:16}} d: {{github:gho}}");

        var found = SecretScanner.Find(text);

        Assert.Equal(["slack_bot_token", "github_token", "aws_access_key_id", "github_token"], found.Select(secret => secret.Kind));
        Assert.Equal([1, 2, 3, 3], found.Select(secret => secret.Line));
    }

    [Fact]
    public void The_record_never_shows_the_value()
    {
        var secret = Filled("{{password:16}}");

        var found = Assert.Single(SecretScanner.Find($"password = \"{secret}\""));

        Assert.Equal(secret.Length, found.Length);
        Assert.DoesNotContain(secret, found.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api_key = \"{{github:ghp}}\"", "github_token")]
    [InlineData("Authorization: Bearer {{jwt:RS256}}", "jwt")]
    [InlineData("https://oauth2:glpat-{{base62:20}}@gitlab.internal/a.git", "gitlab_token")]
    [InlineData("Server=x;Password={{password:14}};", "connection_string")]
    [InlineData("token: ghs_{{digits:6}}_{{jwt:RS256}}", "github_app_token")]
    public void Where_several_rules_find_the_same_the_most_specific_is_told(string text, string kind)
    {
        var found = SecretScanner.Find(Filled(text));

        Assert.Equal([kind], found.Select(secret => secret.Kind));
    }

    [Theory]
    [InlineData("{{github:ghp}}", "github_token")]
    [InlineData("{{npm:npm}}", "npm_token")]
    [InlineData("{{commontrace:key}}", "commontrace_key")]
    public void A_wrong_checksum_is_no_secret_whatever_it_is_assigned_to(string template, string kind)
    {
        var secret = Filled(template);
        var mistyped = secret[..^1] + (secret[^1] == 'A' ? 'B' : 'A');

        Assert.Equal([kind], SecretScanner.Find($"token: {secret}").Select(found => found.Kind));
        Assert.Empty(SecretScanner.Find($"token: {mistyped}"));
        Assert.Empty(SecretScanner.Find($"API_TOKEN=\"{mistyped}\""));
    }

    [Fact]
    public void A_secret_behind_an_escaped_line_break_or_glued_to_a_harmless_assignment_is_found()
    {
        Assert.Single(SecretScanner.Find(Filled("""{"log":"first\nAKIA{{base32:16}}\n"}""")));
        Assert.Single(SecretScanner.Find(Filled("secret: token={{base62:32}}")));
        Assert.Empty(SecretScanner.Find(Filled("xAKIA{{base32:16}}")));
    }

    [Theory]
    [InlineData(7, 0)]
    [InlineData(8, 1)]
    [InlineData(128, 1)]
    [InlineData(129, 0)]
    public void A_quoted_password_has_8_to_128_characters(int length, int count)
    {
        Assert.Equal(count, SecretScanner.Find(Filled($"password: \"{{{{password:{length}}}}}\"")).Count);
    }

    [Fact]
    public void Nothing_is_found_in_nothing()
    {
        Assert.Empty(SecretScanner.Find(""));
        Assert.Empty(SecretScanner.Find("password="));
    }

    private string Filled(string text) => _template.Fill(text)!;
}
