using System.Net;
using System.Text.Json;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.OpenApi;

/// <summary>The OpenAPI document as a stranger reads it.</summary>
internal sealed record DescribedApi(JsonElement Document)
{
    public const string Path = "/openapi/v1.json";

    public IReadOnlyList<DescribedOperation> Operations { get; } =
    [
        .. from path in Document.GetProperty("paths").EnumerateObject()
           from operation in path.Value.EnumerateObject()
           select new DescribedOperation(operation.Name.ToUpperInvariant(), path.Name, operation.Value),
    ];

    /// <summary>The examples of errors, by code.</summary>
    public IReadOnlyDictionary<string, JsonElement> Errors { get; } =
        Document.GetProperty("components").GetProperty("examples").EnumerateObject().ToDictionary(example => example.Name, example => example.Value.GetProperty("value"));

    public static async Task<DescribedApi> ReadAsync(TestApp app)
    {
        using var stranger = app.CreateClient(key: null);
        return new DescribedApi((await stranger.GetAnswerAsync(Path)).Is(HttpStatusCode.OK).Body);
    }

    /// <summary>Asserts that there are none, or tells all of them in full.</summary>
    public static void AssertNone(IEnumerable<string> faults)
    {
        var all = string.Join('\n', faults);
        Assert.True(all.Length == 0, all);
    }

    public DescribedOperation Operation(string id) => Operations.Single(operation => operation.Id == id);

    /// <summary>What a schema, an answer or an example is when it is named by a reference.</summary>
    public JsonElement Resolve(JsonElement element) => element.ValueKind is JsonValueKind.Object && element.TryGetProperty("$ref", out var reference)
        ? Resolve(reference.GetString()!.Split('/').Skip(1).Aggregate(Document, (found, name) => found.GetProperty(name)))
        : element;
}

/// <summary>A call, and what the document says of it.</summary>
internal sealed record DescribedOperation(string Method, string Path, JsonElement Description)
{
    public string? Id => Description.TryGetProperty("operationId", out var id) ? id.GetString() : null;

    /// <summary>What is sent, by media type.</summary>
    public IEnumerable<JsonProperty> Requests => Description.TryGetProperty("requestBody", out var body) ? body.GetProperty("content").EnumerateObject() : [];

    /// <summary>What is answered when all is well: status, media type and body.</summary>
    public IEnumerable<(string Status, JsonProperty Body)> Successes =>
        from answer in Description.GetProperty("responses").EnumerateObject()
        where answer.Name.StartsWith('2') && answer.Value.TryGetProperty("content", out _)
        from body in answer.Value.GetProperty("content").EnumerateObject()
        select (answer.Name, body);

    /// <summary>The body in the example of what is sent.</summary>
    public JsonElement? RequestExample => Requests.FirstOrDefault() is { Value.ValueKind: JsonValueKind.Object } body && body.Value.TryGetProperty("example", out var example)
        ? example
        : null;

    public JsonElement Answer(string status) => Description.GetProperty("responses").GetProperty(status);

    public override string ToString() => $"{Id} ({Method} {Path})";
}
