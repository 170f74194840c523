using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.OpenApi;

public sealed class OpenApiOperationTests(TestApp app)
{
    [Fact]
    public async Task Every_operation_has_a_name_a_description_and_examples()
    {
        var api = await DescribedApi.ReadAsync(app);

        DescribedApi.AssertNone(api.Operations.SelectMany(Lacks));
    }

    [Fact]
    public async Task Every_error_is_a_problem_with_an_example_for_each_of_its_codes()
    {
        var api = await DescribedApi.ReadAsync(app);

        foreach (var operation in api.Operations)
        {
            foreach (var answer in operation.Description.GetProperty("responses").EnumerateObject().Where(answer => !answer.Name.StartsWith('2')))
            {
                var problem = api.Resolve(answer.Value).GetProperty("content").GetProperty("application/problem+json");
                var codes = problem.GetProperty("examples").EnumerateObject().Select(example => example.Name).ToList();
                Assert.Equal("#/components/schemas/Problem", problem.GetProperty("schema").GetProperty("$ref").GetString());
                Assert.NotEmpty(codes);
                Assert.All(codes, code => Assert.Equal((answer.Name, code), ($"{api.Errors[code].GetProperty("status")}", api.Errors[code].GetProperty("code").GetString())));
            }
        }
    }

    [Theory]
    [InlineData("PostKeys", "400 413 415 422 429 500 503")]
    [InlineData("GetKeysVerify", "401 403 404 422 429 500 503")]
    [InlineData("GetTrace", "401 403 404 422 429 500 503")]
    [InlineData("PostTraces", "400 401 403 404 413 415 422 429 500 503")]
    [InlineData("PostAdminImport", "401 403 404 422 429 500 503")]
    public async Task What_any_call_of_its_sort_can_answer_follows_from_the_endpoint(string id, string expected)
    {
        var api = await DescribedApi.ReadAsync(app);

        var statuses = api.Operation(id).Description.GetProperty("responses").EnumerateObject().Select(answer => answer.Name);

        Assert.Empty(expected.Split(' ').Except(statuses));
    }

    [Fact]
    public async Task Either_way_to_send_a_key_is_told_where_one_is_needed()
    {
        var api = await DescribedApi.ReadAsync(app);

        var schemes = api.Operation("PostTraces").Description.GetProperty("security").EnumerateArray().Select(scheme => scheme.EnumerateObject().Single().Name);

        Assert.Equal(["ApiKey", "Bearer"], schemes);
        Assert.False(api.Operation("PostKeys").Description.TryGetProperty("security", out _));
        Assert.EndsWith("Needs the scope contribute.", api.Operation("PostTraces").Description.GetProperty("description").GetString());
    }

    [Fact]
    public async Task A_refusal_for_want_of_tokens_tells_when_to_come_again()
    {
        var api = await DescribedApi.ReadAsync(app);

        var headers = api.Resolve(api.Operation("GetTags").Answer("429")).GetProperty("headers").EnumerateObject().Select(header => header.Name);

        Assert.Equal(["X-Request-ID", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Retry-After"], headers);
    }

    [Fact]
    public async Task Only_what_a_request_must_have_is_required()
    {
        var api = await DescribedApi.ReadAsync(app);

        var request = api.Document.GetProperty("components").GetProperty("schemas").GetProperty("ContributeRequest");

        Assert.Equal(["title", "context_text", "solution_text"], request.GetProperty("required").EnumerateArray().Select(field => field.GetString()));
        Assert.Equal("string", request.GetProperty("properties").GetProperty("title").GetProperty("type").GetString());
    }

    private static IEnumerable<string> Lacks(DescribedOperation operation)
    {
        if (!operation.Description.TryGetProperty("operationId", out _))
        {
            yield return $"{operation} has no operationId.";
        }

        if (!operation.Description.TryGetProperty("description", out var description) || description.GetString()!.StartsWith(' '))
        {
            yield return $"{operation} has no description; say it in OpenApi/Operations.";
        }

        foreach (var request in operation.Requests.Where(body => !body.Value.TryGetProperty("example", out _)))
        {
            yield return $"{operation} has no example of the {request.Name} that it takes; give one in OpenApi/Operations.";
        }

        foreach (var (status, body) in operation.Successes.Where(success => !success.Body.Value.TryGetProperty("example", out _)))
        {
            yield return $"{operation} has no example of the {body.Name} that it answers with {status}; give one in OpenApi/Operations.";
        }
    }
}
