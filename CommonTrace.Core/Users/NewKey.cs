namespace CommonTrace.Core.Users;

/// <summary>A key that is being made: its text, which is shown once, and what is stored of it.</summary>
internal sealed record NewKey(Guid Id, string Text, byte[] Hash, string[] Scopes)
{
    /// <summary>The name of the key that a user begins with.</summary>
    public const string FirstName = "first";

    public string Prefix => ApiKeyFormat.ShownPrefix(Text);

    public static NewKey Make(ApiKeyHasher hasher, string[] scopes)
    {
        var text = ApiKeyFormat.Generate();
        return new NewKey(Guid.CreateVersion7(), text, hasher.Hash(text), scopes);
    }
}

/// <summary>A new key, which is shown this once.</summary>
/// <param name="ApiKey">The key itself.</param>
/// <param name="KeyId">Its id.</param>
/// <param name="Name">What its user calls it.</param>
/// <param name="Prefix">The part of it that lists and logs show.</param>
/// <param name="UserId">Whose it is.</param>
/// <param name="TenantId">The tenant it works in.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="ExpiresAt">When it ends; null for never.</param>
public sealed record MintedKey(
    string ApiKey, Guid KeyId, string Name, string Prefix, Guid UserId, Guid TenantId, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt);
