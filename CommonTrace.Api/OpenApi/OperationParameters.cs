using Microsoft.OpenApi;

namespace CommonTrace.Api.OpenApi;

/// <summary>What the parameters of path, query and header mean; the same name means the same everywhere.</summary>
internal static class OperationParameters
{
    private static readonly Dictionary<string, string> Meanings = new()
    {
        ["check"] = "Whether to say only what an import would do, and store nothing.",
        ["contributor"] = "Only what this user contributed: an id, or me.",
        ["cursor"] = "The next_cursor of the page before; none for the first page.",
        ["flagged"] = "Only traces that are flagged, or only those that are not.",
        ["history"] = "Whether what happened to each trace is written too: votes, outcomes, amendments, versions, flags; true when it is left out.",
        ["Idempotency-Key"] = "1 to 200 characters of your choice; sending the same body with the same key again within 24 hours changes nothing and answers the same.",
        ["If-Match"] = "The ETag of the trace as you read it; the call is refused when the trace has changed since.",
        ["limit"] = "How many entries at most, 1 to 100; 20 when it is left out.",
        ["status"] = "Only entries with this status.",
        ["tag"] = "Only traces that bear this tag; repeat it to ask for several, all of which must match.",
        ["tenant_id"] = "The tenant to look at; another than the key's own needs the scope operate.",
        ["trace_id"] = "Only entries about this trace.",
        ["vectors"] = "Whether the embedding of each trace is written too; false when it is left out.",
        ["version"] = "The number of the version, from 1.",
    };

    /// <summary>Any call with a key may carry it.</summary>
    public static OpenApiParameter TenantHeader() => new()
    {
        Name = "X-Tenant-ID",
        In = ParameterLocation.Header,
        Description = "For operators: the tenant to work in; commons when it is left out.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" },
    };

    /// <summary>Says of each parameter what it means.</summary>
    public static void Explain(IEnumerable<IOpenApiParameter> parameters, string path)
    {
        foreach (var parameter in parameters.OfType<OpenApiParameter>().Where(parameter => parameter.Description is null))
        {
            parameter.Description = Meanings.GetValueOrDefault(parameter.Name!) ?? (parameter.In is ParameterLocation.Path ? MeaningIn(path, parameter.Name!) : null);
        }
    }

    /// <summary>In <c>traces/{id}</c> it is the id of the trace.</summary>
    private static string MeaningIn(string path, string parameter)
    {
        var segments = path.Split('/');
        var at = Array.FindIndex(segments, segment => segment.StartsWith($"{{{parameter}", StringComparison.Ordinal));
        return $"The {parameter} of the {OperationId.NameOf(segments, at - 1).Replace('-', ' ')}.";
    }
}
