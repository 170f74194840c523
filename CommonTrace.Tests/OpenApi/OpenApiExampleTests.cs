using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using CommonTrace.Api.Traces;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.OpenApi;

/// <summary>That the examples are right: of the right types, with no field that is not there, and answered as they say.</summary>
public sealed class OpenApiExampleTests(TestApp app)
{
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    [Fact]
    public async Task Every_request_s_example_is_one_of_what_the_endpoint_takes()
    {
        var api = await DescribedApi.ReadAsync(app);

        DescribedApi.AssertNone(api.Operations.Select(FaultOf).OfType<string>());
    }

    [Fact]
    public async Task No_example_has_a_field_that_its_schema_does_not_have()
    {
        var api = await DescribedApi.ReadAsync(app);

        var unknown = from operation in api.Operations
                      from body in operation.Requests.Concat(operation.Successes.Select(success => success.Body))
                      where body.Value.TryGetProperty("example", out _)
                      from field in UnknownFields(api, body.Value.GetProperty("schema"), body.Value.GetProperty("example"), "")
                      select $"{operation} shows {field}, which is not in its schema.";
        DescribedApi.AssertNone(unknown);
    }

    [Theory]
    [InlineData("PostTraces", "202")]
    [InlineData("PostTracesCheck", "200")]
    [InlineData("PostTracesSearch", "200")]
    [InlineData("GetTags", "200")]
    [InlineData("GetKeysVerify", "200")]
    [InlineData("GetEmbeddingJobs", "200")]
    [InlineData("GetEmbeddingJobsStats", "200")]
    public async Task An_example_is_answered_as_it_says(string id, string status)
    {
        var operation = (await DescribedApi.ReadAsync(app)).Operation(id);
        var tenant = await app.CreateTenantAsync();
        using var client = await tenant.CreateClientAsync(Scopes.Read, Scopes.Contribute);
        var body = operation.RequestExample is { } example ? JsonContent.Create(example) : null;

        var answer = await client.CallAsync(new HttpMethod(operation.Method), operation.Path, body);

        Assert.Equal(status, $"{(int)answer.Status}");
        var shown = operation.Successes.Single(success => success.Status == status).Body.Value.GetProperty("example");
        Assert.Equal(shown.EnumerateObject().Select(field => field.Name), answer.Body.EnumerateObject().Select(field => field.Name));
    }

    /// <summary>What is wrong with the example of the request, by reading it as the endpoint does; null when nothing is.</summary>
    private static string? FaultOf(DescribedOperation operation)
    {
        var body = operation.Requests.FirstOrDefault(body => body.Name == "application/json");
        if (body.Value.ValueKind is not JsonValueKind.Object || operation.RequestExample is not { } example)
        {
            return null;
        }

        try
        {
            example.Deserialize(TypeOf(body.Value.GetProperty("schema")), Wire);
            return null;
        }
        catch (JsonException fault)
        {
            return $"{operation}: {fault.Message}";
        }
    }

    /// <summary>The record that the schema was made from; a body that may be left out is null or that.</summary>
    private static Type TypeOf(JsonElement schema)
    {
        var named = schema.TryGetProperty("oneOf", out var either) ? either.EnumerateArray().Last() : schema;
        var name = named.GetProperty("$ref").GetString()!.Split('/')[^1];
        return typeof(ContributeRequest).Assembly.GetTypes().Single(type => type.Name == name);
    }

    private static IEnumerable<string> UnknownFields(DescribedApi api, JsonElement schema, JsonElement example, string path)
    {
        var described = api.Resolve(schema);
        if (described.TryGetProperty("oneOf", out var either))
        {
            described = api.Resolve(either.EnumerateArray().Last());
        }

        return example.ValueKind switch
        {
            JsonValueKind.Array => example.EnumerateArray().SelectMany(item => UnknownFields(api, described.GetProperty("items"), item, $"{path}[]")),
            JsonValueKind.Object when described.TryGetProperty("properties", out var properties) => example.EnumerateObject().SelectMany(
                field => properties.TryGetProperty(field.Name, out var property)
                    ? UnknownFields(api, property, field.Value, $"{path}.{field.Name}")
                    : [$"{path}.{field.Name}"]),
            _ => [],
        };
    }
}
