using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CommonTrace.Core.Users;

/// <summary>
/// How a key is spelled: <c>ct_</c>, 32 random bytes as 43 base64url characters, and the CRC-32 of all that as 6 base62 characters, by
/// which a mistyped key is refused without a database read and a leaked one is recognised.
/// </summary>
public static class ApiKeyFormat
{
    public const string Prefix = "ct_";

    /// <summary>The length of every key, in characters.</summary>
    public const int Length = 52;

    private const int ChecksumLength = 6;
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>A new random key.</summary>
    public static string Generate()
    {
        var body = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return body + Checksum(body);
    }

    /// <summary>Whether the text is spelled as a key and its checksum is right.</summary>
    public static bool IsWellFormed(string? text) =>
        text is { Length: Length }
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.AsSpan(Length - ChecksumLength).SequenceEqual(Checksum(text.AsSpan(0, Length - ChecksumLength)));

    /// <summary>The part of a key that logs and lists may show: too little to guess the rest from.</summary>
    public static string ShownPrefix(string key) => key[..(Prefix.Length + 8)];

    /// <summary>The CRC-32 of the text as 6 base62 characters, as GitHub and npm end their tokens too.</summary>
    internal static string Checksum(ReadOnlySpan<char> body)
    {
        var crc = Crc32(body);
        return string.Create(ChecksumLength, crc, static (digits, rest) =>
        {
            for (var i = digits.Length - 1; i >= 0; i--, rest /= 62)
            {
                digits[i] = Base62[(int)(rest % 62)];
            }
        });
    }

    /// <summary>CRC-32 as in IEEE 802.3 (reflected polynomial 0xEDB88320), bit by bit: 46 bytes need no table.</summary>
    private static uint Crc32(ReadOnlySpan<char> text)
    {
        var crc = uint.MaxValue;
        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        foreach (var octet in bytes[..Encoding.UTF8.GetBytes(text, bytes)])
        {
            crc ^= octet;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320u);
            }
        }

        return ~crc;
    }
}
