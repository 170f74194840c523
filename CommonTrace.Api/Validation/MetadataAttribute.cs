using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using CommonTrace.Core.Traces;

namespace CommonTrace.Api.Validation;

/// <summary>Metadata that can be stored, by <see cref="MetadataRule"/>, or none.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MetadataAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is JsonElement { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } metadata && MetadataRule.FaultOf(metadata) is { } fault
            ? new ValidationResult(fault, [validationContext.MemberName!])
            : ValidationResult.Success;
}
