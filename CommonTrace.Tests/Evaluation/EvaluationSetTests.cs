using CommonTrace.Core.Evaluation;
using CommonTrace.Core.Search;

namespace CommonTrace.Tests.Evaluation;

/// <summary>What the reader says of a folder; each test breaks a whole one in its own way.</summary>
public sealed class EvaluationSetTests : IDisposable
{
    private const string Traces = "traces/a.json";
    private const string Queries = "queries/a.json";
    private const string Split = "split.json";

    private const string Pool =
        """{"key": "pool", "title": "Pool", "context_text": "c", "solution_text": "s", "tags": ["npgsql"]}""";

    private const string One = """{"key": "one", "kind": "typo", "text": "poool", "relevant": {"pool": 3}}""";

    private const string None = """{"key": "none", "kind": "negative", "text": "horse", "relevant": {}}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("evaluation");

    public EvaluationSetTests()
    {
        Write(Traces, $"[{Pool}]");
        Write("traces/b.json", $"[{Pool.Replace("\"pool\"", "\"cache\"", StringComparison.Ordinal)}]");
        Write(Queries, $"[{One}, {None}]");
        Write(Split, """{"tune": ["none"], "report": ["one"]}""");
    }

    [Fact]
    public void A_query_may_be_as_long_as_a_search_takes() => Assert.Equal(TraceQuery.LongestText, JudgedQuery.LongestText);

    [Fact]
    public void A_folder_is_read_from_all_its_files()
    {
        var set = EvaluationSet.Read(_folder.FullName);

        Assert.Equal(["cache", "pool"], set.Traces.Select(trace => trace.Key));
        Assert.Equal(["none"], set.Tune.Select(query => query.Key));
        Assert.Equal("poool", Assert.Single(set.Report).Text);
        Assert.Equal(3, set.Report[0].Relevant["pool"]);
    }

    [Theory]
    [InlineData(Traces, Pool, Pool + ", " + Pool, "traces/a.json: pool: the key is in traces/a.json already.")]
    [InlineData(Traces, "\"key\": \"pool\"", "\"key\": \"cache\"", "traces/b.json: cache: the key is in traces/a.json already.")]
    [InlineData(Traces, "\"title\": \"Pool\", ", "", "traces/a.json: JSON deserialization for type")]
    [InlineData(Traces, "\"title\"", "\"headline\"", "traces/a.json: The JSON property 'headline' could not be mapped")]
    [InlineData(Traces, "\"key\": \"pool\"", "\"key\": \" \"", "traces/a.json: entry 1 has no key.")]
    [InlineData(Queries, "[{", "[null, {", "queries/a.json: entry 1 has no key.")]
    [InlineData(Queries, "]", "", "queries/a.json: ")]
    [InlineData(Queries, One, One + ", " + One, "queries/a.json: one: the key is in queries/a.json already.")]
    [InlineData(Queries, "typo", "tpyo", "queries/a.json: one: kind: \"tpyo\" is none of keyword, sentence,")]
    [InlineData(Queries, "\"poool\"", "\" \"", "queries/a.json: one: text: has 1 characters;")]
    [InlineData(Queries, "{\"pool\": 3}", "{}", "queries/a.json: one: relevant: has 0 traces;")]
    [InlineData(Queries, "{}", "{\"pool\": 1}", "queries/a.json: none: relevant: has 1 traces;")]
    [InlineData(Queries, "\"pool\": 3", "\"pooll\": 3", "queries/a.json: one: relevant: there is no trace \"pooll\".")]
    [InlineData(Queries, "\"pool\": 3", "\"pool\": 4", "queries/a.json: one: relevant: pool has the grade 4; it is 1 to 3.")]
    [InlineData(Queries, "\"pool\": 3", "\"pool\": 0", "queries/a.json: one: relevant: pool has the grade 0; it is 1 to 3.")]
    [InlineData(Queries, "\"pool\": 3", "\"pool\": 3, \"pool\": 2", "queries/a.json: Duplicate")]
    [InlineData(Split, "[\"one\"]", "[]", "split.json: one: is in no half; `eval --split` adds it.")]
    [InlineData(Split, "[\"one\"]", "[\"one\", \"none\"]", "split.json: none: is in it 2 times;")]
    [InlineData(Split, "[\"one\"]", "[\"one\", \"two\"]", "split.json: two: there is no such query;")]
    [InlineData(Split, "tune", "tuned", "split.json: The JSON property 'tuned' could not be mapped")]
    public void A_fault_is_told_by_file_and_key(string file, string part, string broken, string expected)
    {
        var whole = File.ReadAllText(PathOf(file));
        Write(file, whole.Replace(part, broken, StringComparison.Ordinal));

        Assert.True(Error().Message.Contains($"\n{expected}", StringComparison.Ordinal), Error().Message);
    }

    [Fact]
    public void All_faults_of_the_queries_are_told_at_once()
    {
        Write(Queries, "[" + One.Replace("typo", "tpyo", StringComparison.Ordinal).Replace("pool\": 3", "pooll\": 9", StringComparison.Ordinal) + "]");

        var lines = Error().Message.Split('\n');

        Assert.Equal($"The evaluation set in {_folder.FullName} has faults:", lines[0]);
        Assert.Equal(4, lines.Length);
    }

    [Fact]
    public void A_query_longer_than_a_search_may_be_is_refused()
    {
        Write(Queries, File.ReadAllText(PathOf(Queries)).Replace("poool", new string('p', 2001), StringComparison.Ordinal));

        Assert.Contains("one: text: has 2001 characters; 1 to 2000", Error().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_folder_says_what_belongs_into_it()
    {
        _folder.Delete(recursive: true);
        _folder.Create();

        Assert.Contains("\ntraces/: there are none; a *.json file holds an array of them.", Error().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_split_is_written_once_and_then_only_completed()
    {
        File.Delete(PathOf(Split));

        Assert.Equal(2, EvaluationSet.CompleteSplit(_folder.FullName));
        var written = File.ReadAllText(PathOf(Split));
        Assert.Equal(0, EvaluationSet.CompleteSplit(_folder.FullName));
        Write("queries/b.json", $"[{One.Replace("\"one\"", "\"two\"", StringComparison.Ordinal)}]");
        Assert.Equal(1, EvaluationSet.CompleteSplit(_folder.FullName));

        Assert.Equal("{\n  \"tune\": [\n    \"none\",\n    \"one\"\n  ],\n  \"report\": []\n}\n", written);
        var set = EvaluationSet.Read(_folder.FullName);
        Assert.Equal(["none", "one"], set.Split.Tune);
        Assert.Equal(["two"], set.Split.Report);
    }

    [Fact]
    public void A_faulty_split_is_not_completed()
    {
        Write(Split, """{"tune": ["one"], "report": ["one"]}""");

        Assert.Throws<InvalidDataException>(() => EvaluationSet.CompleteSplit(_folder.FullName));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private InvalidDataException Error() => Assert.Throws<InvalidDataException>(() => EvaluationSet.Read(_folder.FullName));

    private string PathOf(string file) => Path.Combine(_folder.FullName, file);

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllText(PathOf(file), text);
    }
}
