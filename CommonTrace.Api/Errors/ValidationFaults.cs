using System.Text.Json;

namespace CommonTrace.Api.Errors;

/// <summary>Spells the faults that the annotations found as the contract has them: 422, a code, and keys in snake_case.</summary>
internal static class ValidationFaults
{
    public static void Spell(ProblemDetailsContext context)
    {
        if (context.ProblemDetails is not HttpValidationProblemDetails problem)
        {
            return;
        }

        problem.Errors = problem.Errors.ToDictionary(fault => FieldName(fault.Key), fault => fault.Value);
        problem.Type = "https://commontrace.dev/problems/validation.failed";
        problem.Title = "Unprocessable Entity";
        problem.Detail = FieldFaults.DetailOf(problem.Errors);
        problem.Status = context.HttpContext.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        problem.Extensions["code"] = "validation.failed";
    }

    /// <summary><c>Items[3].ContextText</c> → <c>items[3].context_text</c>.</summary>
    public static string FieldName(string path) => string.Join('.', path.Split('.').Select(JsonNamingPolicy.SnakeCaseLower.ConvertName));
}
