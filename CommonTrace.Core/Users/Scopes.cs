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

    /// <summary>The scopes that a caller names, each once, in the order of <see cref="All"/>; a fault of the field when one does not exist or there are none.</summary>
    /// <param name="asked">What the caller sent; null when nothing was.</param>
    /// <param name="otherwise">What holds when nothing was sent.</param>
    internal static Result<string[]> Parse(IReadOnlyList<string?>? asked, IReadOnlyList<string> otherwise)
    {
        if (asked is null)
        {
            return otherwise.ToArray();
        }

        var unknown = asked.Except(All).ToList();
        return asked.Count == 0 ? Failure.Field("scopes", "must name at least one scope.")
            : unknown.Count > 0 ? Failure.Field("scopes", $"'{unknown[0]}' is no scope; there are {string.Join(", ", All)}.")
            : All.Where(scope => asked.Contains(scope)).ToArray();
    }
}
