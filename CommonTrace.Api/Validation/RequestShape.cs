using System.ComponentModel.DataAnnotations;
using CommonTrace.Api.Errors;
using CommonTrace.Core;

namespace CommonTrace.Api.Validation;

/// <summary>Checks a request by its annotations, for doors where the framework does not.</summary>
internal static class RequestShape
{
    /// <summary>What is wrong with the request, as REST would say it; null when nothing is.</summary>
    public static Failure? FaultOf(object request)
    {
        List<ValidationResult> faults = [];
        return Validator.TryValidateObject(request, new ValidationContext(request), faults, validateAllProperties: true)
            ? null
            : FieldFaults.Of(faults
                .GroupBy(fault => ValidationFaults.FieldName(fault.MemberNames.First()))
                .ToDictionary(field => field.Key, field => field.Select(fault => fault.ErrorMessage!).ToArray()));
    }
}
