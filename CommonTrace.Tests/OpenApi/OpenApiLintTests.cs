using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using CommonTrace.Tests.Architecture;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.OpenApi;

/// <summary>What Spectral says of the document; see tools/lint-openapi.sh for what it needs and where it is kept.</summary>
public sealed class OpenApiLintTests(TestApp app)
{
    // Once per user Node.js and the linter may have to be fetched, which takes a minute or two.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(6);

    [Fact]
    public async Task The_linter_finds_no_fault_in_the_document()
    {
        var (isClean, words) = await LintAsync((await DescribedApi.ReadAsync(app)).Document.GetRawText());

        Assert.True(isClean, words);
    }

    [Fact]
    public async Task The_linter_names_what_is_at_fault()
    {
        var document = JsonNode.Parse((await DescribedApi.ReadAsync(app)).Document.GetRawText())!;
        document["paths"]!["/api/v1/tags"]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["example"]!["tags"] = "npgsql";

        var (isClean, words) = await LintAsync(document.ToJsonString());

        Assert.False(isClean, words);
        Assert.Contains("oas3-valid-media-example", words, StringComparison.Ordinal);
        Assert.Contains("/api/v1/tags", words, StringComparison.Ordinal);
    }

    private static async Task<(bool IsClean, string Words)> LintAsync(string document)
    {
        var file = Path.Combine(Path.GetTempPath(), $"openapi-{Guid.CreateVersion7()}.json");
        await File.WriteAllTextAsync(file, document, TestContext.Current.CancellationToken);
        try
        {
            return await RunAsync("bash", Path.Combine(Repository.Root.FullName, "tools", "lint-openapi.sh"), file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<(bool Succeeded, string Words)> RunAsync(string program, params string[] arguments)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        var words = new StringBuilder();
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The linter did not end within {Limit.TotalMinutes} minutes; fetching it (npm, apt) may be what hangs. It said: {words}");
        }

        return (process.ExitCode == 0, words.ToString());

        void Add(string? line)
        {
            lock (words)
            {
                words.AppendLine(line);
            }
        }
    }
}
