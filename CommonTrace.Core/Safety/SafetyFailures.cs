namespace CommonTrace.Core.Safety;

/// <summary>What the safety gates refuse.</summary>
public static class SafetyFailures
{
    /// <summary>Names what was found and where, and never what it says.</summary>
    public static Failure SecretDetected(IReadOnlyList<TextFinding> secrets) => new(
        FailureKind.Invalid, "safety.secret_detected",
        $"{Place(secrets[0])} holds what looks like a secret ({secrets[0].Kind}){More(secrets.Count - 1)}. Nothing was stored. Take it out, and revoke it if it is real.",
        secrets.GroupBy(secret => secret.Field).ToDictionary(
            group => group.Key, group => group.Select(secret => $"line {secret.Line}, column {secret.Column}: {secret.Kind}").ToArray()))
    {
        Findings = secrets,
    };

    /// <summary>The trace teaches nothing.</summary>
    public static Failure BelowQualityFloor(QualityFault fault) => Failure.Field(FieldOf(fault), fault.Detail) with { Code = fault.Code };

    private static string FieldOf(QualityFault fault) => fault.Field switch { "context" => "context_text", "solution" => "solution_text", var field => field };

    private static string Place(TextFinding secret) => $"{secret.Field}, line {secret.Line}, column {secret.Column},";

    private static string More(int count) => count == 0 ? "" : $", and {count} more";
}
