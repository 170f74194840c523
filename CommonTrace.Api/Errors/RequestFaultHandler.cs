using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CommonTrace.Core;
using Microsoft.AspNetCore.Diagnostics;

namespace CommonTrace.Api.Errors;

/// <summary>Requests that could not be read: broken JSON is 400, a wrong type 422 with the field, a body too large 413.</summary>
internal sealed partial class RequestFaultHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException fault)
        {
            return false;
        }

        httpContext.Response.StatusCode = fault.StatusCode;
        if (fault.StatusCode is StatusCodes.Status413PayloadTooLarge or StatusCodes.Status415UnsupportedMediaType)
        {
            await ErrorHandling.AnswerStatus(httpContext);
            return true;
        }

        var result = fault switch
        {
            { InnerException: JsonException json } when IsWrongType(json) => ProblemResults.Problem(
                422, "validation.failed", $"{FieldOf(json)}: the value has a wrong type.",
                new Dictionary<string, string[]> { [FieldOf(json)] = ["The value has a wrong type."] }),
            { InnerException: JsonException json } => ProblemResults.Problem(
                400, "request.malformed", $"The body is not JSON: line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}."),
            _ when fault.Message.Contains("body", StringComparison.OrdinalIgnoreCase) => ProblemResults.Problem(
                400, "request.malformed", "The body is missing or could not be read; send a JSON object."),
            _ when QueryFault().Match(fault.Message) is { Success: true } query => Failure
                .Field(JsonNamingPolicy.SnakeCaseLower.ConvertName(query.Groups["name"].Value), $"'{query.Groups["value"].Value}' has a wrong type.").ToProblem(),
            _ => ProblemResults.Problem(422, "validation.failed", fault.Message),
        };
        httpContext.Response.StatusCode = result.StatusCode;
        await result.ExecuteAsync(httpContext);
        return true;
    }

    // The reader's own exceptions (broken text) come wrapped; the converters' (good JSON of another type) do not, but for half a
    // surrogate pair, which is an InvalidOperationException, as are bytes that are no UTF-8: those hold the decoder's exception.
    private static bool IsWrongType(JsonException exception) =>
        exception.InnerException is not (JsonException or InvalidOperationException { InnerException: DecoderFallbackException });

    private static string FieldOf(JsonException exception) => exception.Path is { Length: > 2 } path ? path["$.".Length..] : "body";

    // The framework tells the parameter of the query in its message only.
    [GeneratedRegex(@"\AFailed to bind parameter "".* (?<name>\w+)"" from ""(?<value>.*)""\.\z", RegexOptions.Singleline)]
    private static partial Regex QueryFault();
}
