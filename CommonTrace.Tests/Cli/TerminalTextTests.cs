extern alias cli;

using cli::CommonTrace.Cli.Terminal;

namespace CommonTrace.Tests.Cli;

/// <summary>How texts are made fit for a terminal.</summary>
public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("plain, ünïcode 漢字 👩‍💻\n\ttab", "plain, ünïcode 漢字 👩‍💻\n\ttab")]
    [InlineData("windows\r\nline", "windows\nline")]
    [InlineData("\0\b\r\e\x7f\u0085\u009b", "<U+0000><U+0008><U+000D><U+001B><U+007F><U+0085><U+009B>")]
    [InlineData("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e", "<U+061C><U+200E><U+200F><U+202A><U+202B><U+202C><U+202D><U+202E>")]
    [InlineData("\u2066\u2067\u2068\u2069", "<U+2066><U+2067><U+2068><U+2069>")]
    public void What_could_steer_a_terminal_is_spelled_out(string text, string expected) => Assert.Equal(expected, StoredText.Harmless(text));

    [Theory]
    [InlineData(0, "just now")]
    [InlineData(2, "2 minutes ago")]
    [InlineData(119, "119 minutes ago")]
    [InlineData(120, "2 hours ago")]
    [InlineData(2 * 24 * 60, "2 days ago")]
    [InlineData(90 * 24 * 60, "3 months ago")]
    [InlineData(3 * 366 * 24 * 60, "3 years ago")]
    public void Ages_are_said_as_people_say_them(int minutes, string expected) => Assert.Equal(expected, Age.Of(TimeSpan.FromMinutes(minutes)));

    [Theory]
    [InlineData("short", new[] { "short" })]
    [InlineData("", new string[0])]
    [InlineData("one two three four five six", new[] { "one two", "three fou…" })]
    [InlineData("漢字漢字漢字 漢字漢字", new[] { "漢字漢字漢", "漢字漢字" })]
    [InlineData("averyveryverylongword", new[] { "averyveryv" })]
    public void A_snippet_is_two_lines_of_a_width(string text, string[] expected) => Assert.Equal(expected, Snippet.Of(text, 2, 10));
}
