using System.Globalization;
using Microsoft.OpenApi;

namespace CommonTrace.Api.OpenApi;

/// <summary>The headers that answers carry whatever was asked.</summary>
internal static class AnswerHeaders
{
    public const string RetryAfter = "Retry-After";

    private static readonly string[] OfEveryAnswer = ["X-Request-ID", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"];

    private static readonly Dictionary<string, OpenApiHeader> All = new()
    {
        ["X-Request-ID"] = Text("Names the request in the server's log: what the caller sent in this header, else an id of the server's."),
        ["RateLimit-Limit"] = Number("How many calls the caller's bucket holds; absent where no limit holds."),
        ["RateLimit-Remaining"] = Number("How many of them are left."),
        ["RateLimit-Reset"] = Number("Seconds until the bucket is full again."),
        [RetryAfter] = Number("Seconds after which to come again."),
    };

    /// <summary>Adds to each answer what all of them carry.</summary>
    public static void AddTo(OpenApiResponses answers, OpenApiDocument document)
    {
        foreach (var answer in answers.Values.OfType<OpenApiResponse>())
        {
            answer.Headers = Of(document, OfEveryAnswer);
        }
    }

    /// <summary>What an error carries.</summary>
    public static Dictionary<string, IOpenApiHeader> OfError(int status, OpenApiDocument document) =>
        Of(document, status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable ? [.. OfEveryAnswer, RetryAfter] : OfEveryAnswer);

    private static Dictionary<string, IOpenApiHeader> Of(OpenApiDocument document, string[] names) => names.ToDictionary(name => name, IOpenApiHeader (name) =>
    {
        document.AddComponent<IOpenApiHeader>(name, All[name]);
        return new OpenApiHeaderReference(name, document);
    });

    private static OpenApiHeader Text(string description) => new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    private static OpenApiHeader Number(string description) =>
        new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = 0.ToString(CultureInfo.InvariantCulture) } };
}
