using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Architecture;
using CommonTrace.Tests.Support;
using static CommonTrace.Tests.Api.ImportBody;

namespace CommonTrace.Tests.Cli;

/// <summary><c>commontrace import</c> against the server. Most do without the pause, which would stop the other tests' queue.</summary>
public sealed class ImportCommandTests(TestApp app) : OwnTenant(app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lines_are_loaded_and_a_second_run_changes_nothing()
    {
        using var cli = await CliAsync();
        await cli.WriteAsync("a.ndjson", $"\uFEFF{Lines(Submission(), Submission())}\r\n\n  {Line(Submission())}");

        var first = await ImportAsync(cli, "a.ndjson");
        var second = await ImportAsync(cli, "a.ndjson");

        Assert.Equal((0, 3L, 0L), Counts(first));
        Assert.Equal((0, 0L, 3L), Counts(second));
        Assert.Equal(3, await CountTracesAsync());
        Assert.Empty(Directory.GetFiles(Path.Combine(cli.Home, "state"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task One_array_is_loaded_however_it_is_written()
    {
        using var cli = await CliAsync();
        var array = new JsonArray([.. Enumerable.Range(0, 3).Select(_ => JsonSerializer.SerializeToNode(Submission(("metadata_json", new { a = new[] { 1 } }))))]);
        await cli.WriteAsync("a.json", " \n" + array.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));

        Assert.Equal((0, 3L, 0L), Counts(await ImportAsync(cli, "a.json")));
        Assert.Equal((0, 0L, 3L), Counts(Read(await cli.RunWithInputAsync(array.ToJsonString(), "import", "-", "--no-quiesce", "--json"))));
    }

    [Fact]
    public async Task A_broken_array_is_told_and_what_was_before_it_is_loaded()
    {
        using var cli = await CliAsync();
        await cli.WriteAsync("a.json", $"[{Line(Submission())},\n{{\"title\": }}]");

        var answer = await cli.RunAsync("import", "a.json", "--no-quiesce");

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("The array is broken", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_lines_are_put_aside_with_reason_and_can_be_mended_there()
    {
        using var cli = await CliAsync();
        var tooLong = Submission(("title", new string('x', 201)));
        await cli.WriteAsync("a.ndjson", $"{Line(Submission())}\n\n{Line(tooLong)}\n{{\"title\": \"cut\n{Line(Submission())}");

        var answer = await ImportAsync(cli, "a.ndjson");

        Assert.Equal((1, 2L, 0L), Counts(answer));
        var rejects = answer.Json.GetProperty("rejects").GetString()!;
        var rejected = (await File.ReadAllLinesAsync(rejects, Cancellation)).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        Assert.Equal([(3, "validation.failed"), (4, "request.malformed")], rejected.Select(line => ((int)line["line"]!, (string)line["code"]!)));
        Assert.Contains("title", (string)rejected[0]["detail"]!, StringComparison.Ordinal);
        Assert.Equal("{\"title\": \"cut", (string)rejected[1]["original"]!);

        rejected[0]["original"]!["title"] = "short enough";
        rejected[1]["original"] = Line(Submission());
        await cli.WriteAsync("mended.ndjson", string.Join('\n', rejected.Select(line => line.ToJsonString())));
        Assert.Equal((0, 2L, 0L), Counts(await ImportAsync(cli, "mended.ndjson")));
        Assert.Equal(4, await CountTracesAsync());
    }

    [Fact]
    public async Task Every_one_of_many_bad_lines_is_put_aside_and_those_of_a_former_run_are_not()
    {
        using var cli = await CliAsync();
        await cli.WriteAsync("a.ndjson", string.Concat(Enumerable.Repeat("{\n", 12_345)));
        await cli.WriteAsync("b.ndjson", Line(Submission()));

        Assert.Equal((1, 0L, 0L), Counts(await ImportAsync(cli, "a.ndjson", "--rejects", "bad.ndjson")));
        var lines = await File.ReadAllLinesAsync(Path.Combine(cli.Home, "bad.ndjson"), Cancellation);
        Assert.Equal(Enumerable.Range(1, 12_345), lines.Select(line => (int)JsonNode.Parse(line)!["line"]!));

        Assert.Equal((0, 1L, 0L), Counts(await ImportAsync(cli, "b.ndjson", "--rejects", "bad.ndjson")));
        Assert.False(File.Exists(Path.Combine(cli.Home, "bad.ndjson")));
    }

    [Fact]
    public async Task A_check_says_what_would_be_and_stores_nothing()
    {
        using var cli = await CliAsync();
        await cli.WriteAsync("a.ndjson", $"{Line(Submission(("tags", new[] { "no tag!" })))}\n[]");

        var answer = await cli.RunAsync("import", "a.ndjson", "--check");

        Assert.Equal(1, answer.ExitCode);
        Assert.StartsWith("Checked, nothing is stored; an import would say: imported 1, unchanged 0, rejected 1.", answer.Output, StringComparison.Ordinal);
        Assert.Contains("no tag!", answer.Output, StringComparison.Ordinal);
        Assert.Equal(0, await CountTracesAsync());
    }

    [Theory]
    [InlineData("There is no file", "nowhere.ndjson")]
    [InlineData("is a folder", ".")]
    [InlineData("begins neither with { nor with [", "text.md")]
    [InlineData("There is no folder", "nowhere", "--from", "markdown")]
    [InlineData("rejected lines go elsewhere", "a.ndjson", "--rejects", "a.ndjson")]
    public async Task What_cannot_be_imported_is_refused_with_a_sentence(string sentence, params string[] arguments)
    {
        using var cli = await CliAsync();
        await cli.WriteAsync("text.md", "# A heading");
        await cli.WriteAsync("a.ndjson", "{}");

        var answer = await cli.RunAsync(["import", .. arguments]);

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains(sentence, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_without_the_scope_is_refused_before_anything_is_done()
    {
        using var cli = new CliProcess(App, await Tenant.CreateKeyAsync(Scopes.Read, Scopes.Contribute));
        await cli.WriteAsync("a.ndjson", Line(Submission()));

        var answer = await cli.RunAsync("import", "a.ndjson");

        Assert.Equal(1, answer.ExitCode);
        Assert.Contains("needs a key with the scope operate; this one has", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_exported_can_be_imported_and_is_unchanged()
    {
        using var cli = await CliAsync();
        await cli.WriteAsync("a.ndjson", Lines(Submission(), Submission()));
        await ImportAsync(cli, "a.ndjson");

        var exported = await cli.RunAsync("export", "out.ndjson", "--json");
        var piped = await cli.RunAsync("export");

        Assert.Equal((0, 2), (exported.ExitCode, JsonElement.Parse(exported.Output).GetProperty("exported").GetInt32()));
        Assert.Equal(piped.Output, await File.ReadAllTextAsync(Path.Combine(cli.Home, "out.ndjson"), Encoding.UTF8, Cancellation));
        Assert.False(File.Exists(Path.Combine(cli.Home, "out.ndjson.part")));
        Assert.Equal((0, 0L, 2L), Counts(await ImportAsync(cli, "out.ndjson")));
    }

    [Fact]
    public async Task Notes_become_traces_whatever_their_habits()
    {
        using var cli = await CliAsync();
        var notes = Path.Combine(Repository.Root.FullName, "fixtures", "import", "notes");

        var answer = await ImportAsync(cli, notes, "--from", "markdown", "--rejects", "bad.ndjson");

        Assert.Equal((1, 4L, 0L), Counts(answer));
        var rejected = JsonNode.Parse(Assert.Single(await File.ReadAllLinesAsync(Path.Combine(cli.Home, "bad.ndjson"), Cancellation)))!;
        Assert.Equal(("ideas.md", "import.no_solution"), ((string)rejected["file"]!, (string)rejected["code"]!));
        var traces = await TracesAsync(cli);
        Assert.Equal(
            [
                "GitHub Actions: the npm cache is saved on every run and never restored", "Postgres: \"remaining connection slots are reserved\" with an idle application",
                "nginx answers 502 for a few seconds after every deploy", "vite hmr behind proxy",
            ],
            traces.Keys.Order(StringComparer.Ordinal));
        var postgres = traces.Single(trace => trace.Key.StartsWith("Postgres", StringComparison.Ordinal)).Value;
        Assert.Equal(
            ("2025-11-02T08:40:00+00:00", "claude-sonnet-4", "connection-pool postgres sqlalchemy"),
            ((string)postgres["created_at"]!, (string)postgres["agent_model"]!, string.Join(' ', postgres["tags"]!.AsArray().Select(tag => (string)tag!))));
        Assert.Matches("(?s)^`FATAL: .*## What I tried\n\n- a larger", (string)postgres["context_text"]!);
        Assert.StartsWith("A health check opened a session", (string)postgres["solution_text"]!, StringComparison.Ordinal);
        var nginx = traces["nginx answers 502 for a few seconds after every deploy"];
        Assert.Contains("# 172.20.0.4 is the address", (string)nginx["context_text"]!, StringComparison.Ordinal);
        Assert.Contains("### How to see it", (string)nginx["solution_text"]!, StringComparison.Ordinal);
        Assert.Equal((1, 0L, 4L), Counts(await ImportAsync(cli, notes, "--from", "markdown", "--rejects", "bad.ndjson")));
    }

    [Theory]
    [InlineData("---\ntitle: a: b\n---\n## Fix\nx", "import.front_matter", "broken.md", 2)]
    [InlineData("---\ndate: soon\n---\n## Fix\nx", "import.date", "broken.md", 1)]
    [InlineData("# A title\n\n## Solution\n\n  \n", "import.no_solution", "broken.md", 1)]
    public async Task A_note_that_is_no_trace_is_told_by_file_and_line(string note, string code, string file, int line)
    {
        using var cli = await CliAsync();
        Directory.CreateDirectory(Path.Combine(cli.Home, "notes"));
        await cli.WriteAsync("notes/broken.md", note);

        Assert.Equal((1, 0L, 0L), Counts(await ImportAsync(cli, "notes", "--from", "markdown")));

        var rejected = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(cli.Home, "notes.rejected.ndjson"), Cancellation))!;
        Assert.Equal((code, file, line), ((string)rejected["code"]!, (string)rejected["file"]!, (int)rejected["line"]!));
    }

    [Fact]
    public async Task A_memory_becomes_a_trace_for_each_entity_that_has_observations()
    {
        using var cli = await CliAsync();
        var memory = await File.ReadAllTextAsync(Path.Combine(Repository.Root.FullName, "fixtures", "import", "mcp-memory.jsonl"), Cancellation);
        await cli.WriteAsync("memory.jsonl", $"{memory}\n{{\"type\":\"note\"}}\nnothing\n");

        var answer = await ImportAsync(cli, "memory.jsonl", "--from", "mcp-memory");

        Assert.Equal((1, 3L, 0L), Counts(answer));
        Assert.Equal(
            [(3, "import.no_observations"), (8, "import.not_a_memory"), (9, "request.malformed")],
            (await File.ReadAllLinesAsync(Path.Combine(cli.Home, "memory.jsonl.rejected.ndjson"), Cancellation))
                .Select(line => JsonNode.Parse(line)!).Select(line => ((int)line["line"]!, (string)line["code"]!)));
        var trace = (await TracesAsync(cli))["ECONNRESET in the nightly export"];
        Assert.Equal(
            "ECONNRESET in the nightly export is of the type Bug Report.\n\n- ECONNRESET in the nightly export happens in nightly-export", (string)trace["context_text"]!);
        Assert.StartsWith("- The load balancer closes", (string)trace["solution_text"]!, StringComparison.Ordinal);
        Assert.Equal(["bug-report"], trace["tags"]!.AsArray().Select(tag => (string)tag!));
        Assert.Equal((1, 0L, 3L), Counts(await ImportAsync(cli, "memory.jsonl", "--from", "mcp-memory")));
    }

    private async Task<CliProcess> CliAsync()
    {
        var cli = new CliProcess(App, await Tenant.CreateKeyAsync(Scopes.Operate, Scopes.Read));
        cli.Environment["XDG_STATE_HOME"] = Path.Combine(cli.Home, "state");
        return cli;
    }

    private static async Task<(int ExitCode, JsonElement Json)> ImportAsync(CliProcess cli, params string[] arguments) =>
        Read(await cli.RunAsync(["import", .. arguments, "--no-quiesce", "--json"]));

    private static (int ExitCode, JsonElement Json) Read(CliAnswer answer)
    {
        Assert.True(answer.Output.Length > 0, answer.Error);
        return (answer.ExitCode, JsonElement.Parse(answer.Output));
    }

    private static (int ExitCode, long Imported, long Unchanged) Counts((int ExitCode, JsonElement Json) answer) =>
        (answer.ExitCode, answer.Json.GetProperty("imported").GetInt64(), answer.Json.GetProperty("unchanged").GetInt64());

    private static async Task<Dictionary<string, JsonNode>> TracesAsync(CliProcess cli) =>
        (await cli.RunAsync("export", "--no-history")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!).ToDictionary(trace => (string)trace["title"]!);
}
