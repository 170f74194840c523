using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CommonTrace.Core.Users;

namespace CommonTrace.Tests.Safety;

/// <summary>
/// Fills in <c>{{kind:argument}}</c>, so that no file holds what a scanner of secrets takes for one. The same text always gives the same
/// values. What is written otherwise, such as <c>{{ name }}</c>, stays.
/// </summary>
internal sealed partial class SafetyTemplate(string seed)
{
    private const string Digits = "0123456789";
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Letters = Upper + Lower;
    private const string Base62 = Digits + Letters;

    // FNV-1a, because string.GetHashCode differs from process to process.
    private readonly Random _random = new(seed.Aggregate(unchecked((int)2166136261), (hash, character) => unchecked((hash ^ character) * 16777619)));

    /// <summary>Null for null.</summary>
    /// <exception cref="FormatException">There is no such kind, or its argument is no number.</exception>
    public string? Fill(string? text) => text is null ? null : Template().Replace(text, match => Value(match.Groups[1].Value, match.Groups[2].Value));

    private string Value(string kind, string argument) => kind switch
    {
        "text" => argument,
        "digits" => Draw(Digits, argument),
        "hex" => Draw(Digits + "abcdef", argument),
        "lower" => Draw(Digits + Lower, argument),
        "upper" => Draw(Digits + Upper, argument),
        "letters" => Draw(Letters, argument),
        "base32" => Draw(Upper + "234567", argument),
        "base62" => Draw(Base62, argument),
        "base64" => Draw(Base62 + "+/", argument),
        "base64url" => Draw(Base62 + "-_", argument),
        "bech32" => Draw("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", argument),
        "password" => Password(int.Parse(argument, CultureInfo.InvariantCulture)),
        "github" or "npm" => WithChecksum(argument),
        "commontrace" => CommonTraceKey(),
        "uuid" => $"{Draw("123456789abcdef", "1")}{Hex(7)}-{Hex(4)}-{argument}{Hex(3)}-a{Hex(3)}-{Hex(12)}",
        "jwt" => $"{Encode($$"""{"alg":"{{argument}}","typ":"JWT"}""")}.{Encode($$"""{"sub":"{{Hex(12)}}","iat":{{Draw("56789", "9")}}}""")}.{Draw(Base62 + "-_", "43")}",
        "basic" => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{argument}:{Password(14)}")),
        "encode" => Convert.ToBase64String(Encoding.UTF8.GetBytes(argument)),
        "pem" => Block(argument, "\n"),
        "pem_escaped" => Block(argument, "\\n"),
        _ => throw new FormatException($"there is no template {{{{{kind}:…}}}}; see SafetyTemplate."),
    };

    private string Hex(int length) => Draw(Digits + "abcdef", length);

    private string Draw(string alphabet, string length) => Draw(alphabet, int.Parse(length, CultureInfo.InvariantCulture));

    private string Draw(string alphabet, int length) => new(_random.GetItems<char>(alphabet, length));

    // Of every class one at least; a letter first, as most people choose.
    private string Password(int length) => $"{Draw(Letters, 1)}{Draw(Base62, length - 4)}{Draw(Digits, 1)}{Draw("!_+*~", 1)}{Draw(Letters, 1)}";

    private string WithChecksum(string prefix)
    {
        var body = Draw(Base62, 30);
        return $"{prefix}_{body}{SecretFormat.Checksum(body)}";
    }

    private string CommonTraceKey()
    {
        var body = ApiKeyFormat.Prefix + Draw(Base62 + "-_", 43);
        return body + SecretFormat.Checksum(body);
    }

    private string Block(string label, string lineBreak) =>
        string.Join(lineBreak, [$"-----BEGIN {label}-----", .. Enumerable.Range(0, 4).Select(_ => Draw(Base62 + "+/", 64)), $"-----END {label}-----"]);

    private static string Encode(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    [GeneratedRegex(@"\{\{([a-z0-9_]+):([^{}]*)\}\}")]
    private static partial Regex Template();
}
