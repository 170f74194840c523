using CommonTrace.Core.Users;

namespace CommonTrace.Tests.Safety;

public class SafetyCorpusTests
{
    [Fact]
    public void A_line_always_becomes_the_same_text()
    {
        const string Line = """{"family":"secrets.forge","text":"a {{base62:20}} b {{github:ghp}}","finds":["github_token"]}""";

        var (first, second) = (SafetyCorpus.Parse(Line, "here"), SafetyCorpus.Parse(Line, "there"));

        Assert.Equal(first.Text, second.Text);
        Assert.DoesNotContain("{{", first.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Templates_draw_from_their_alphabet_and_leave_other_braces_alone()
    {
        var template = new SafetyTemplate("seed");

        Assert.Matches("^[0-9a-f]{12} [A-Z2-7]{16} [A-Za-z]{5}$", template.Fill("{{hex:12}} {{base32:16}} {{letters:5}}"));
        Assert.True(ApiKeyFormat.IsWellFormed(template.Fill("{{commontrace:key}}")));
        Assert.Equal("{{ name }} ${{ secrets.X }} AKIA", template.Fill("{{ name }} ${{ secrets.X }} {{text:AKIA}}"));
        Assert.Null(template.Fill(null));
    }

    [Theory]
    [InlineData("""{"family":"secrets.forge","text":"{{nothing:1}}","finds":[]}""", "no template {{nothing:…}}")]
    [InlineData("""{"family":"secrets.forge","text":"{{hex:many}}","finds":[]}""", "many")]
    [InlineData("""{"family":"secrets.forge","text":"a"}""", "finds")]
    [InlineData("""{"family":"secrets.forge","text":"a","finds":[],"find":[]}""", "find")]
    [InlineData("no json", "invalid")]
    public void A_line_that_is_no_case_is_told_by_its_place(string line, string what)
    {
        var error = Assert.Throws<InvalidDataException>(() => SafetyCorpus.Parse(line, "secrets.forge.jsonl, line 7"));

        Assert.StartsWith("secrets.forge.jsonl, line 7: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_family_that_no_gate_examines_is_refused()
    {
        var error = Assert.Throws<InvalidDataException>(() => SafetyGates.Examine(new("unknown.family", [], "text")));

        Assert.Contains("unknown.family", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_are_counted_one_by_one()
    {
        var template = new SafetyTemplate("figures");
        var two = template.Fill("{{github:ghp}} {{github:gho}}");

        var rows = SafetyTable.Of(
        [
            new("secrets.a", ["github_token", "github_token", "npm_token"], two),
            new("secrets.a", ["npm_token"], two),
            new("secrets.a", [], "nothing"),
            new("secrets.b", [], "nothing"),
        ]);

        Assert.Equal([new("secrets.a", Cases: 3, Harmless: 1, Right: 2, Wrong: 2, Missed: 2), new("secrets.b", 1, 1, 0, 0, 0)], rows);
        Assert.Equal([(0.5, 0.5), (1, 1)], rows.Select(row => (row.Precision, row.Recall)));
    }
}
