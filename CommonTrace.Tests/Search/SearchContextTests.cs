using System.Text.Json;
using CommonTrace.Core.Search;

namespace CommonTrace.Tests.Search;

/// <summary>How well a trace's situation agrees with the searcher's.</summary>
public sealed class SearchContextTests
{
    private const string Python = """{"language": "python"}""";

    [Theory]
    [InlineData("""{"language": "python"}""")]
    [InlineData("""{"language": " Python "}""")]
    [InlineData("""{"language": "python 3.12"}""")]
    [InlineData("""{"context": {"language": "python"}}""")]
    [InlineData("""{"language": "go", "context": {"language": "python"}}""")]
    public void A_trace_agrees_by_its_metadata_at_the_top_or_in_its_context(string metadata) => Assert.Equal(1, Alignment(Python, metadata));

    [Fact]
    public void A_trace_agrees_by_a_tag()
    {
        Assert.Equal(1, Alignment(Python, null, "web", "python"));
        Assert.Equal(0, Alignment(Python, null, "web"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{}""")]
    [InlineData("""{"os": "linux"}""")]
    [InlineData("""{"language": ""}""")]
    [InlineData("""{"language": 3}""")]
    [InlineData("""{"language": null, "context": "python"}""")]
    [InlineData("""["language", "go"]""")]
    [InlineData("\"go\"")]
    public void What_a_trace_does_not_tell_counts_as_neither(string? metadata) => Assert.Equal(0, Alignment(Python, metadata));

    [Theory]
    [InlineData("""{"language": "go"}""")]
    [InlineData("""{"context": {"language": "go"}}""")]
    [InlineData("""{"language": "pythonista"}""")]
    public void A_trace_contradicts_by_another_value(string metadata) => Assert.Equal(-1, Alignment(Python, metadata));

    [Theory]
    [InlineData("python 3.12", "python", 1)]
    [InlineData("python", "python 3.12", 1)]
    [InlineData("python3", "python", 1)]
    [InlineData("python 3.12", "python 3.9", -1)]
    [InlineData("java", "javascript", -1)]
    [InlineData("javascript", "java", -1)]
    public void A_name_with_a_version_is_the_name_in_either_direction(string asked, string told, double alignment) =>
        Assert.Equal(alignment, Alignment(JsonSerializer.Serialize(new { language = asked }), JsonSerializer.Serialize(new { language = told })));

    [Fact]
    public void Parts_are_averaged()
    {
        const string Asked = """{"language": "python", "os": "linux", "framework": "django", "runtime": "cpython"}""";

        Assert.Equal(0.5, Alignment(Asked, """{"language": "python", "os": "linux"}"""));
        Assert.Equal(0, Alignment(Asked, """{"language": "python", "os": "windows"}"""));
        Assert.Equal(-0.25, Alignment(Asked, """{"os": "windows"}"""));
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"mood": "good", "editor": {"name": "vi"}}""")]
    [InlineData("""{"language": " ", "os": 7, "framework": ["django"]}""")]
    [InlineData("null")]
    public void A_context_without_a_known_part_is_none(string context) => Assert.Null(SearchContext.Of(JsonElement.Parse(context)));

    private static double Alignment(string asked, string? metadata, params string[] tags) =>
        SearchContext.Of(JsonElement.Parse(asked))!.AlignmentWith(metadata, tags);
}
