using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;

namespace CommonTrace.Api.OpenApi;

/// <summary>What no metadata tells of an operation; kept in the files beside, by operation id. Notes of operations that are not there are ignored.</summary>
/// <param name="Description">What to know before calling it.</param>
/// <param name="Failures">The codes that it answers beyond the common ones.</param>
/// <param name="Request">A body as somebody would send it.</param>
/// <param name="Responses">A body that it answers, by status.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record OperationNotes(string Description, IReadOnlyList<string>? Failures, JsonElement? Request, IReadOnlyDictionary<string, JsonElement>? Responses)
{
    private static readonly Dictionary<string, OperationNotes> All = Read();

    /// <summary>The notes of the operation, if there are any.</summary>
    public static OperationNotes? Find(string operationId) => All.GetValueOrDefault(operationId);

    /// <summary>Shows the examples where the operation takes and answers bodies.</summary>
    public void Illustrate(OpenApiOperation operation)
    {
        foreach (var body in operation.RequestBody?.Content?.Values ?? [])
        {
            Illustrate(body, Request);
        }

        foreach (var (status, example) in Responses ?? new Dictionary<string, JsonElement>())
        {
            foreach (var body in operation.Responses?.GetValueOrDefault(status)?.Content?.Values ?? [])
            {
                Illustrate(body, example);
            }
        }
    }

    private static void Illustrate(OpenApiMediaType body, JsonElement? example) => body.Example = example is { } given ? JsonSerializer.SerializeToNode(given) : null;

    private static Dictionary<string, OperationNotes> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var files = assembly.GetManifestResourceNames().Where(name => name.StartsWith("Operations.", StringComparison.Ordinal));
        return files.SelectMany(file =>
        {
            using var stream = assembly.GetManifestResourceStream(file)!;
            return JsonSerializer.Deserialize<Dictionary<string, OperationNotes>>(stream, JsonSerializerOptions.Web)!;
        }).ToDictionary();
    }
}
