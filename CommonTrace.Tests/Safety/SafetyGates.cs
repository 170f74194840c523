using CommonTrace.Core.Safety;
using CommonTrace.Core.Safety.Secrets;

namespace CommonTrace.Tests.Safety;

/// <summary>What examines the cases of a family, and answers the kinds that it finds.</summary>
internal static class SafetyGates
{
    private static readonly Dictionary<string, Func<SafetyCase, IEnumerable<string>>> ByPrefix = new(StringComparer.Ordinal)
    {
        ["secrets."] = examined => SecretScanner.Find(examined.Text!).Select(secret => secret.Kind),
        ["personal_data."] = examined => PersonalData.Redact(TextNormalization.Normalize(examined.Text!)).Redactions.Select(redaction => redaction.Kind).Distinct(),
        ["danger."] = examined => MarksOf(examined.Text!),
        ["quality"] = examined => QualityFloor.FaultOf(examined.Title!, examined.Context!, examined.Solution!) is { } fault ? [fault.Code["quality.".Length..]] : [],
    };

    /// <summary>What the family's gate finds in the case.</summary>
    /// <exception cref="InvalidDataException">No gate examines this family.</exception>
    public static IReadOnlyList<string> Examine(SafetyCase examined) =>
        ByPrefix.FirstOrDefault(gate => examined.Family.StartsWith(gate.Key, StringComparison.Ordinal)).Value is { } gate
            ? [.. gate(examined)]
            : throw new InvalidDataException($"No gate examines the family {examined.Family}; add it to {nameof(SafetyGates)}.");

    private static IEnumerable<string> MarksOf(string text) =>
        DangerMarks.HadHiddenText(text) ? [.. DangerMarks.Find(TextNormalization.Normalize(text)), DangerMarks.HiddenText] : DangerMarks.Find(text);
}
