using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace CommonTrace.Core.Users;

/// <summary>
/// How a secret of ours is spelled: a prefix, 32 random bytes as 43 base64url characters, and the CRC-32 of all that as 6 base62 characters, by
/// which a mistyped one is refused without a database read and a leaked one is recognised.
/// </summary>
internal sealed class SecretFormat(string prefix)
{
    private const int RandomLength = 43;
    private const int ShownLength = 8;
    private const int ChecksumLength = 6;
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private readonly int _length = prefix.Length + RandomLength + ChecksumLength;

    public string Generate()
    {
        var body = prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return body + Checksum(body);
    }

    public bool IsWellFormed(string? text) =>
        HasShape(text) && text.AsSpan(_length - ChecksumLength).SequenceEqual(Checksum(text.AsSpan(0, _length - ChecksumLength)));

    /// <summary>The part that may be shown; of what has not the shape, nothing: it may be a secret of another kind.</summary>
    public string ShownPrefix(string text) => HasShape(text) ? text[..(prefix.Length + ShownLength)] : $"{prefix}?";

    private bool HasShape([NotNullWhen(true)] string? text) =>
        text?.Length == _length && text.StartsWith(prefix, StringComparison.Ordinal);

    /// <summary>The CRC-32 of the text as 6 base62 characters, as GitHub and npm end their tokens too.</summary>
    public static string Checksum(ReadOnlySpan<char> body)
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

    /// <summary>CRC-32 as in IEEE 802.3 (reflected polynomial 0xEDB88320), bit by bit: 47 bytes need no table.</summary>
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
