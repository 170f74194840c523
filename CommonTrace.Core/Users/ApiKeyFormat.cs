namespace CommonTrace.Core.Users;

/// <summary>How a key is spelled: <c>ct_</c>, 43 random characters, and a checksum of 6. See <see cref="SecretFormat"/>.</summary>
public static class ApiKeyFormat
{
    public const string Prefix = "ct_";

    /// <summary>The length of every key, in characters.</summary>
    public const int Length = 52;

    private static readonly SecretFormat Format = new(Prefix);

    /// <summary>A new random key.</summary>
    public static string Generate() => Format.Generate();

    /// <summary>Whether the text is spelled as a key and its checksum is right.</summary>
    public static bool IsWellFormed(string? text) => Format.IsWellFormed(text);

    /// <summary>The part of a key that logs and lists may show: too little to guess the rest from. <c>ct_?</c> for what is no key.</summary>
    public static string ShownPrefix(string key) => Format.ShownPrefix(key);
}
