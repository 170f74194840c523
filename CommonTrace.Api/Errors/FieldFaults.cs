using CommonTrace.Core;

namespace CommonTrace.Api.Errors;

/// <summary>Faults of single fields of a request.</summary>
internal static class FieldFaults
{
    /// <summary>The failure that tells all of them, by the fields' names on the wire.</summary>
    public static Failure Of(IReadOnlyDictionary<string, string[]> faults) => new(FailureKind.Invalid, "validation.failed", DetailOf(faults), faults);

    /// <summary>The sentence that tells them.</summary>
    public static string DetailOf(IEnumerable<KeyValuePair<string, string[]>> faults) =>
        string.Join(" ", faults.SelectMany(fault => fault.Value.Select(what => $"{fault.Key}: {what}")));
}
