using System.Text.Json;
using System.Text.Json.Nodes;
using CommonTrace.Api.Errors;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace CommonTrace.Api.OpenApi;

/// <summary>The errors of an operation: under each status a problem (RFC 9457), with an example for every code.</summary>
internal static class ProblemAnswers
{
    public const string Schema = "Problem";

    private const string MediaType = "application/problem+json";

    /// <summary>Adds an answer for each status among the codes. Operations that answer the same codes share it.</summary>
    public static void AddTo(OpenApiResponses answers, IEnumerable<string> codes, OpenApiDocument document)
    {
        foreach (var failures in codes.Distinct().Select(OpenApiFailures.Of).GroupBy(failure => failure.Status).OrderBy(failures => failures.Key))
        {
            var name = string.Join('-', failures.Select(failure => failure.Code));
            document.AddComponent<IOpenApiResponse>(name, Describe(failures.Key, [.. failures], document));
            answers[$"{failures.Key}"] = new OpenApiResponseReference(name, document);
        }
    }

    /// <summary>What every error looks like.</summary>
    public static OpenApiSchema DescribeSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "An error (RFC 9457): what was wrong, and what to do about it.",
        Required = new HashSet<string> { "type", "title", "status", "detail", "code" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Field(JsonSchemaType.String, "The code as an address.", "uri"),
            ["title"] = Field(JsonSchemaType.String, "The status in words."),
            ["status"] = Field(JsonSchemaType.Integer, "The HTTP status.", "int32"),
            ["detail"] = Field(JsonSchemaType.String, "A sentence for people, which may change."),
            ["code"] = Field(JsonSchemaType.String, "A name for programs, which never changes."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "The fields at fault, and what is wrong with each.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Field(JsonSchemaType.String) },
            },
            ["findings"] = new OpenApiSchema { Type = JsonSchemaType.Array, Description = "Where the text holds secrets; never the secrets.", Items = Finding() },
            ["retry_after"] = Field(JsonSchemaType.Integer, "Seconds after which to come again, as in Retry-After.", "int64"),
        },
    };

    private static OpenApiSchema Finding() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "kind", "field", "line", "column" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["kind"] = Field(JsonSchemaType.String, "What sort of secret it is."),
            ["field"] = Field(JsonSchemaType.String, "The field that holds it."),
            ["line"] = Field(JsonSchemaType.Integer, "The line in the field, from 1.", "int32"),
            ["column"] = Field(JsonSchemaType.Integer, "Where it begins in the line, in characters from 1.", "int32"),
        },
    };

    private static OpenApiSchema Field(JsonSchemaType type, string? description = null, string? format = null) =>
        new() { Type = type, Description = description, Format = format };

    private static OpenApiResponse Describe(int status, KnownFailure[] failures, OpenApiDocument document) => new()
    {
        Description = $"{ReasonPhrases.GetReasonPhrase(status)}: {string.Join(", ", failures.Select(failure => $"`{failure.Code}`"))}.",
        Headers = AnswerHeaders.OfError(status, document),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [MediaType] = new()
            {
                Schema = new OpenApiSchemaReference(Schema, document),
                Examples = failures.ToDictionary(failure => failure.Code, IOpenApiExample (failure) => Example(failure, document)),
            },
        },
    };

    // Written by the code that answers it, so that it cannot look different.
    private static OpenApiExampleReference Example(KnownFailure failure, OpenApiDocument document)
    {
        var problem = ProblemResults.Problem(failure.Status, failure.Code, failure.Detail).ProblemDetails;
        var value = JsonSerializer.SerializeToNode(problem)!.AsObject();
        if (failure.More is { } more)
        {
            value[more.Field] = JsonNode.Parse(more.Value);
        }

        document.AddComponent<IOpenApiExample>(failure.Code, new OpenApiExample { Summary = failure.Detail, Value = value });
        return new OpenApiExampleReference(failure.Code, document);
    }
}
