namespace CommonTrace.Core.Doctor;

/// <summary>One thing that was looked at, and what to do about it.</summary>
/// <param name="Name">What was looked at; never changes.</param>
/// <param name="Status">One of <see cref="CheckStatus"/>.</param>
/// <param name="Detail">What was found, for people.</param>
/// <param name="Advice">What to do; null when nothing is to be done.</param>
public sealed record SystemCheck(string Name, string Status, string Detail, string? Advice)
{
    internal static SystemCheck Ok(string name, string detail) => new(name, CheckStatus.Ok, detail, null);

    internal static SystemCheck Warning(string name, string detail, string advice) => new(name, CheckStatus.Warning, detail, advice);

    internal static SystemCheck Failed(string name, string detail, string advice) => new(name, CheckStatus.Failed, detail, advice);
}

/// <summary>How a check ended.</summary>
public static class CheckStatus
{
    public const string Ok = "ok";

    /// <summary>It works, but somebody should look at it.</summary>
    public const string Warning = "warning";

    /// <summary>Something does not work.</summary>
    public const string Failed = "failed";

    /// <summary>The worst of some; <see cref="Ok"/> of none.</summary>
    public static string Worst(IEnumerable<SystemCheck> checks) =>
        checks.Select(check => check.Status).MaxBy(status => status switch { Failed => 2, Warning => 1, _ => 0 }) ?? Ok;
}
