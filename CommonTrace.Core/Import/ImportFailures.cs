using System.Text.Json;

namespace CommonTrace.Core.Import;

/// <summary>What can be expected to fail about a line of an import; the line is left out, and the rest goes on.</summary>
internal static class ImportFailures
{
    public static readonly Failure NotUtf8 = new(FailureKind.Invalid, "request.malformed", "The line is not UTF-8.");

    public static readonly Failure NoObject = new(FailureKind.Invalid, "validation.failed", "The line is not a JSON object.");

    public static readonly Failure TooLong = new(
        FailureKind.Invalid, "request.too_large", $"The line is over {NdjsonLines.Longest / 1024 / 1024} MiB; every trace stands on a line of its own.");

    public static Failure Malformed(JsonException fault) => new(
        FailureKind.Invalid, "request.malformed", $"The line is not JSON: byte {fault.BytePositionInLine + 1}.");

    public static Failure WrongType(JsonException fault) => new(
        FailureKind.Invalid, "validation.failed", $"{(fault.Path is ['$', '.', .. var field] ? field : "The line")}: is of a wrong type, or not well formed.");

    public static Failure Invalid(IEnumerable<string> faults) => new(FailureKind.Invalid, "validation.failed", string.Join(' ', faults));

    public static Failure IdTaken(Guid id) => new(
        FailureKind.Conflict, "import.id_taken", $"The id {id} belongs to a trace of this tenant with other content; leave the id out, or give another.");
}
