using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CommonTrace.Api.OpenApi;

/// <summary>
/// What the OpenAPI document says beyond what the endpoints tell by themselves. What holds of an operation by its metadata (keys, common
/// errors) is derived; what only people can say (description, examples, its own errors) is in <see cref="OperationNotes"/>.
/// </summary>
internal static class OpenApiDescription
{
    public static void Configure(OpenApiOptions options)
    {
        options.AddOperationTransformer((operation, context, _) =>
        {
            DescribedOperation.Describe(operation, context.Description, context.Document!);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            RequestSchemas.Correct(schema, context);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            Describe(document);
            return Task.CompletedTask;
        });
    }

    private static void Describe(OpenApiDocument document)
    {
        document.Info.Title = "CommonTrace";
        document.Info.Description = "The collective memory of coding agents: contribute traces, find them, say whether they helped.";
        document.Info.Contact = new OpenApiContact { Name = "The CommonTrace authors", Url = new Uri("https://commontrace.dev") };
        document.Info.License = new OpenApiLicense { Name = "Apache-2.0", Url = new Uri("https://www.apache.org/licenses/LICENSE-2.0") };
        // Behind a proxy the server does not know its own name; the reader does.
        document.Servers = [new OpenApiServer { Url = "/", Description = "The server that this document was read from." }];
        document.AddComponent<IOpenApiSecurityScheme>(DescribedOperation.KeyScheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = "X-API-Key",
            Description = "A key from POST /api/v1/keys.",
        });
        document.AddComponent<IOpenApiSecurityScheme>(DescribedOperation.BearerScheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "The same key as a bearer token.",
        });
        document.AddComponent<IOpenApiSchema>(ProblemAnswers.Schema, ProblemAnswers.DescribeSchema());
        Illustrate(document);
    }

    // Not before the endpoints have had their own say about an operation.
    private static void Illustrate(OpenApiDocument document)
    {
        var operations = document.Paths.Values.SelectMany(path => path.Operations ?? []).Select(operation => operation.Value).ToList();
        foreach (var operation in operations)
        {
            OperationNotes.Find(operation.OperationId!)?.Illustrate(operation);
        }

        var used = operations.SelectMany(operation => operation.Tags ?? Enumerable.Empty<OpenApiTagReference>()).Select(tag => tag.Reference.Id!).Distinct();
        document.Tags = used.Order(StringComparer.Ordinal)
            .Select(name => new OpenApiTag { Name = name, Description = OperationTags.Find(name) }).ToHashSet();
    }
}
