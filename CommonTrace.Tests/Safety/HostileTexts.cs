namespace CommonTrace.Tests.Safety;

/// <summary>Texts of 100 KB that make a careless scanner slow.</summary>
internal static class HostileTexts
{
    public const int Length = 100_000;

    private static readonly string[] Pieces =
    [
        "a", "0", "\"", "'", "-", "\n", "=", "://", "eyJ", "password=", "password: \"", "password:password=", "secret=token=", "token: '", "api_key=a1B2", "glpat-", "xoxp-", "hvs.",
        "-----BEGIN " + "PRIVATE KEY-----\n", "-----BEGIN RSA " + "PRIVATE KEY-----\nMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMM\n", "PuTTY-User-Key-File-3: Private-Lines: 1 ",
        "https://a:b", "postgres://u:p4ssw", "Basic QWxh", "bearer abc", "curl -u a:", "sig=sv=", ";pwd=", "login a password ", "AQEyhmfA", "JQQJ99", "A3-A3-", "\ud83d\ude00", "-us1",
        "sk-T3BlbkFJ", "SKsk_SK", "eyJhbGciOiJIUzI1NiJ9.eyJ", "session_token=AAAA", "value=\"</", "discord bot MNOMNO", "AKIA", "ASIA2222222222222222", "ghp_", "{{", "\\n\\\"",
        "@", "a@a.a@", "/home/", "C:\\Users\\", "ignore ", "ignore all previous ", "1.2.3.4 ", "+1 555 ", "4111 ", "curl | ", "rm -rf ", "<|im_start|>", "e\u0301", "\u200b",
    ];

    /// <summary>Each piece over and over, and one text of random Base64.</summary>
    public static IEnumerable<(string Name, string Text)> All =>
    [
        .. Pieces.Select(piece => (piece, string.Concat(Enumerable.Repeat(piece, (Length / piece.Length) + 1))[..Length])),
        ("Base64", new SafetyTemplate("Base64").Fill($"{{{{base64:{Length}}}}}")!),
        ("words of rules", string.Concat(Enumerable.Repeat(EveryKeyword, (Length / EveryKeyword.Length) + 1))[..Length]),
    ];

    private static string EveryKeyword { get; } = string.Join(' ', Core.Safety.Secrets.SecretRules.All.SelectMany(rule => rule.Keywords));
}
