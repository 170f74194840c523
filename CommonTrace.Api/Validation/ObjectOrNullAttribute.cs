using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace CommonTrace.Api.Validation;

/// <summary>A JSON object, or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ObjectOrNullAttribute : ValidationAttribute
{
    public ObjectOrNullAttribute()
        : base("must be an object.")
    {
    }

    public override bool IsValid(object? value) => value is null or JsonElement { ValueKind: JsonValueKind.Object or JsonValueKind.Null };
}
