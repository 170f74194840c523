using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CommonTrace.Api.OpenApi;

/// <summary>
/// What a request must have is what its annotations require. By itself a record's every parameter counts as required, and what is required
/// as something that may be null: so that one validation names all the fields that are missing.
/// </summary>
internal static class RequestSchemas
{
    private const string Suffix = "Request";

    public static void Correct(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        if (context.JsonPropertyInfo is not null || !context.JsonTypeInfo.Type.Name.EndsWith(Suffix, StringComparison.Ordinal))
        {
            return;
        }

        schema.Required = context.JsonTypeInfo.Properties
            .Where(property => property.AttributeProvider?.IsDefined(typeof(RequiredAttribute), inherit: true) is true)
            .Select(property => property.Name).ToHashSet();
        foreach (var field in (schema.Properties ?? new Dictionary<string, IOpenApiSchema>()).Where(field => schema.Required.Contains(field.Key)))
        {
            if (field.Value is OpenApiSchema required)
            {
                required.Type &= ~JsonSchemaType.Null;
            }
        }
    }
}
