using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace CommonTrace.Tests.Api;

/// <summary>What the API answered, read to its end.</summary>
/// <param name="Body">The JSON, or undefined where the answer has none.</param>
internal sealed record Answer(HttpStatusCode Status, HttpResponseHeaders Headers, string? MediaType, JsonElement Body)
{
    public string? Code => Body.GetProperty("code").GetString();

    public string Detail => Body.GetProperty("detail").GetString()!;

    /// <summary>The fields that are at fault.</summary>
    public IEnumerable<string> Faults => Body.GetProperty("errors").EnumerateObject().Select(fault => fault.Name);

    public Guid Id => Body.GetProperty("id").GetGuid();

    public IEnumerable<string?> Texts(string field) => Body.GetProperty(field).EnumerateArray().Select(text => text.GetString());

    /// <summary>The ids that a search found, best first.</summary>
    public IEnumerable<Guid> Found => Body.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("id").GetGuid());

    public string? RequestId => Headers.TryGetValues("X-Request-ID", out var values) ? values.Single() : null;

    public Answer Is(HttpStatusCode expected)
    {
        Assert.True(expected == Status, $"Expected {expected}, got {Status}: {Body}");
        return this;
    }

    /// <summary>Asserts a refusal of single fields.</summary>
    public void IsRefusalOf(params string[] fields)
    {
        Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("validation.failed", Code);
        Assert.Equal(fields.Order(), Faults.Order());
    }
}
