using System.Text.RegularExpressions;
using CommonTrace.Tests.Architecture;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.OpenApi;

/// <summary>That the errors which are described are those which the code answers.</summary>
public sealed partial class OpenApiErrorTests(TestApp app)
{
    // An import answers the first for a line, in a 200; the next is answered where there is no operation, the last by a page only.
    private static readonly string[] OfNoOperation = ["import.id_taken", "route.method_not_allowed", "tag.not_found"];

    [Fact]
    public async Task Every_code_in_the_source_is_described_with_its_status()
    {
        var api = await DescribedApi.ReadAsync(app);
        var written = WrittenCodes().Distinct().ToList();

        var missing = written.Where(failure => !api.Errors.ContainsKey(failure.Code)).Select(failure => $"{failure.Code} is the error of no operation; name it in OpenApi/Operations.");
        var different = written.Where(failure => api.Errors.TryGetValue(failure.Code, out var error) && error.GetProperty("status").GetInt32() != failure.Status)
            .Select(failure => $"{failure.Code} is answered with {failure.Status}, and described with another status.");

        Assert.NotEmpty(written);
        DescribedApi.AssertNone(missing.Concat(different));
    }

    [Fact]
    public async Task Every_code_is_explained_in_the_documentation()
    {
        var api = await DescribedApi.ReadAsync(app);
        var documentation = await File.ReadAllTextAsync(Path.Combine(Repository.Root.FullName, "docs/api.md"), TestContext.Current.CancellationToken);

        var explained = api.Errors.Keys.Where(code => documentation.Contains($"`{code}`", StringComparison.Ordinal));
        Assert.Equal(api.Errors.Keys.Order(), explained.Order());
    }

    private static IEnumerable<(string Code, int Status)> WrittenCodes() =>
        from file in Repository.Files("*.cs")
        let path = Repository.PathOf(file)
        // Lines of an import are refused in an answer that is 200.
        where (path.StartsWith("CommonTrace.Core/", StringComparison.Ordinal) || path.StartsWith("CommonTrace.Api/", StringComparison.Ordinal))
            && !path.EndsWith("/ImportFailures.cs", StringComparison.Ordinal)
            // MCP and the pages are no operations of REST: docs/mcp.md and docs/pages.md tell their failures.
            && !path.StartsWith("CommonTrace.Api/Mcp/", StringComparison.Ordinal) && !path.StartsWith("CommonTrace.Api/Pages/", StringComparison.Ordinal)
        from Match match in WrittenFailure().Matches(File.ReadAllText(file.FullName))
        where !OfNoOperation.Contains(match.Groups["code"].Value)
        select (match.Groups["code"].Value, match.Groups["status"].Success ? int.Parse(match.Groups["status"].ValueSpan) : StatusOf(match.Groups["kind"].Value));

    private static int StatusOf(string kind) => kind switch
    {
        "Unauthenticated" => 401,
        "Forbidden" => 403,
        "NotFound" => 404,
        "Conflict" => 409,
        "Outdated" => 412,
        "Invalid" => 422,
        "TooMany" => 429,
        "Unavailable" => 503,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A failure kind without a status."),
    };

    // `new(FailureKind.NotFound, "trace.not_found"`, and `Problem(404, "route.not_found"`.
    [GeneratedRegex("(FailureKind\\.(?<kind>\\w+)|\\bProblem\\(\\s*(?<status>\\d{3})),\\s*\"(?<code>[a-z_]+\\.[a-z_]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex WrittenFailure();
}
