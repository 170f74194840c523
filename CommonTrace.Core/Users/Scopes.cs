namespace CommonTrace.Core.Users;

/// <summary>What a key may do.</summary>
public static class Scopes
{
    public const string Read = "read";
    public const string Contribute = "contribute";
    public const string Moderate = "moderate";
    public const string Operate = "operate";

    /// <summary>What a newly registered user's key may do.</summary>
    public static readonly IReadOnlyList<string> OfContributor = [Read, Contribute];

    /// <summary>All there are: the operator's.</summary>
    public static readonly IReadOnlyList<string> All = [Read, Contribute, Moderate, Operate];
}
