using System.Net;
using System.Text;
using System.Text.Json;

namespace CommonTrace.Tests.Api;

/// <summary>Bodies of imports, and what is answered to them.</summary>
internal static class ImportBody
{
    public static string Line(Dictionary<string, object?> trace) => JsonSerializer.Serialize(trace);

    public static string Lines(params Dictionary<string, object?>[] traces) => string.Join('\n', traces.Select(Line));

    /// <summary>Asserts that all went well but for the rejected lines, and how many lines became what.</summary>
    public static void IsTally(this Answer answer, int imported = 0, int unchanged = 0, int rejected = 0)
    {
        answer.Is(HttpStatusCode.OK);
        Assert.True(
            (imported, unchanged, rejected) == (answer.Count("imported"), answer.Count("unchanged"), answer.Count("rejected_count")),
            $"Expected {imported} imported, {unchanged} unchanged, {rejected} rejected: {answer.Body}");
    }

    public static int Count(this Answer answer, string field) => answer.Body.GetProperty(field).GetInt32();

    /// <summary>The rejected lines by their numbers, with their codes.</summary>
    public static IEnumerable<(int Line, string? Code)> Rejected(this Answer answer) =>
        answer.Body.GetProperty("rejected").EnumerateArray().Select(line => (line.GetProperty("line").GetInt32(), line.GetProperty("code").GetString()));
}

/// <summary>Lines that are made while they are sent: the whole body is never there. Each has about 1,500 characters.</summary>
internal sealed class SentLines(int count, Func<int, Task>? before = null) : HttpContent
{
    private static readonly string Padding = new('x', 1_400);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        for (var number = 1; number <= count; number++)
        {
            if (before is not null)
            {
                await before(number);
            }

            var line = $$"""{"title": "trace {{number}}", "context": "{{Padding}}", "solution": "{{number}}", "tags": ["tag-{{number % 100}}"]}""";
            await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), TestContext.Current.CancellationToken);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
