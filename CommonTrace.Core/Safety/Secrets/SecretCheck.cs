using System.Buffers;
using System.Text;
using System.Text.Json;
using CommonTrace.Core.Users;

namespace CommonTrace.Core.Safety.Secrets;

/// <summary>Tells secrets from what only looks like one.</summary>
internal static class SecretCheck
{
    private const double LeastTokenEntropy = 3;
    private const double LeastEncodedEntropy = 4;
    private const double LeastPasswordEntropy = 2.2;
    private const int LeastKeyLine = 40;

    private static readonly char[] BetweenLines = [' ', '\t', '\r', '\n', '\\', '"', '\'', '-'];
    private static readonly SearchValues<char> Code = SearchValues.Create(" ()[]{}<>|");
    private static readonly SearchValues<char> Reference = SearchValues.Create("$%@&*!:/#-\\.~+?=");
    private static readonly SearchValues<char> Joiners = SearchValues.Create("._-/:'");

    /// <summary>The value of a well-known format: not a stand-in, and random enough.</summary>
    public static bool Random(string value) => !Placeholder.IsMarked(value) && Randomness.Entropy(value) >= LeastTokenEntropy;

    /// <summary>Encoded bytes, in which zeros or ones may stand in a row.</summary>
    public static bool Encoded(string value) => !Placeholder.IsPublished(value) && Randomness.Entropy(value) >= LeastEncodedEntropy;

    /// <summary>
    /// The last six characters are the CRC-32, as base 62, of those between the prefix and them:
    /// https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/, and npm's tokens alike.
    /// </summary>
    public static bool Base62Checksum(string value) =>
        value[^6..] == SecretFormat.Checksum(value.AsSpan(value.IndexOf('_') + 1, value.Length - value.IndexOf('_') - 7));

    /// <summary>A token of no known format: letters and digits that change as no name and no path does.</summary>
    public static bool Token(string value) =>
        value.Any(char.IsAsciiDigit) && value.Any(char.IsAsciiLetter)
        && !Placeholder.IsEveryday(value)
        && Randomness.Entropy(value) >= LeastTokenEntropy
        && Randomness.Changes(value) * 5 >= value.Length - 1;

    /// <summary>A password that somebody chose or drew: letters with digits or signs, without the words of samples and without code.</summary>
    public static bool Password(string value) =>
        value.Any(char.IsAsciiLetter) && value.Any(character => !char.IsAsciiLetter(character) && !Joiners.Contains(character))
        && !Reference.Contains(value[0])
        && !value.AsSpan().ContainsAny(Code)
        && !Placeholder.IsEveryday(value)
        && !IsName(value)
        && Randomness.Entropy(value) >= LeastPasswordEntropy;

    /// <summary>The password of a user in Base64, as basic authentication writes both.</summary>
    public static bool BasicCredentials(string value) =>
        Decode(value) is { } text && text.IndexOf(':') is var colon and > 0 && text.Length - colon > 6 && Password(text[(colon + 1)..]);

    /// <summary>A signed token whose header names an algorithm, but not the sample of jwt.io.</summary>
    public static bool SignedToken(string value) =>
        value.Split('.') is [var header, var payload, ..]
        && Decode(header) is { } json && json.Contains("\"alg\"", StringComparison.Ordinal) && IsObject(json)
        && Decode(payload) is { } claims && !claims.Contains("1234567890", StringComparison.Ordinal) && !claims.Contains("John Doe", StringComparison.Ordinal);

    /// <summary>A block that has a key inside: a line of Base64, not an ellipsis.</summary>
    public static bool KeyBlock(string value) => value.Split(BetweenLines).Any(line => line.Length >= LeastKeyLine && Encoded(line));

    // `kube-prod-db2`, `/run/files/one`, `Settings.Smtp2`: words of one case or with dots between, at most a number behind.
    private static bool IsName(string value) =>
        Randomness.Changes(value) <= 1
        && value.All(character => char.IsAsciiLetterOrDigit(character) || Joiners.Contains(character))
        && value.AsSpan().ContainsAny(Joiners)
        && (value.Contains('.') || !value.Any(char.IsAsciiLetterUpper) || !value.Any(char.IsAsciiLetterLower));

    private static bool IsObject(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? Decode(string base64)
    {
        var text = base64.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        var bytes = new byte[text.Length];
        var padded = text.PadRight((text.Length + 3) / 4 * 4, '=');
        return Convert.TryFromBase64String(padded, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
