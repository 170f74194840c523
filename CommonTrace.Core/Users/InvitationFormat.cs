namespace CommonTrace.Core.Users;

/// <summary>How an invitation's code is spelled: <c>cti_</c>, 43 random characters, and a checksum of 6. See <see cref="SecretFormat"/>.</summary>
public static class InvitationFormat
{
    private static readonly SecretFormat Format = new("cti_");

    /// <summary>A new random code.</summary>
    public static string Generate() => Format.Generate();

    /// <summary>Whether the text is spelled as a code and its checksum is right.</summary>
    public static bool IsWellFormed(string? text) => Format.IsWellFormed(text);

    /// <summary>The part of a code that lists may show.</summary>
    public static string ShownPrefix(string code) => Format.ShownPrefix(code);
}
