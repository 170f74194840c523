using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace CommonTrace.Core.Safety.Danger;

/// <summary>Reads what stands in base64, as UTF-8 or UTF-16, and looks whether it is a command.</summary>
internal static class EncodedText
{
    private const int Shortest = 24;

    // So many bytes tell text from a key, a hash or a picture.
    private const int Sample = 18;

    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_");

    // A program at the beginning of a line or behind what parts commands, with something that programs are given.
    private static readonly Regex Command = new(
        """
        (^|[\n;&|(]|\bsudo\s)\s*
        (\#!\s*/
        |(curl|wget)(\.exe)?\s+(-|http|["'$])|(ba|z|da|k)?sh\s+(-[a-z]*c\b|-i\b|/|<\()|(nc|ncat|socat)\s+\S+\s+\S|rm\s+-|ch(mod|own)\s+[-+\w:]+\s+\S*[/.~]|dd\s+if=|mkfs
        |(python3?|perl|ruby|node|php)\s+-[a-z]\s|cat\s+[/~<]|echo\s+\S+.*[|>]|cp\s+\S+\s+/|mv\s+\S+\s+/|kill(all)?\s+-|crontab\s|nohup\s|export\s+\w+=|scp\s|ssh\s+-|git\s+push\s|apt(-get)?\s+(-\S+\s+)*install\s|eval\s|source\s+/
        |powershell|pwsh|cmd(\.exe)?\s+/c|iex\b|invoke-\w+\s|new-object\s|start-process\s|set-executionpolicy\s|certutil\s|bitsadmin\s|import\s+(os|socket|subprocess)\b|require\(["']child_process)
        """,
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture);

    public static bool HoldsCommand(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(Alphabet) is >= 0 and var start)
        {
            var length = text[start..].IndexOfAnyExcept(Alphabet);
            length = length < 0 ? text.Length - start : length;
            if (length >= Shortest && Read(text.Slice(start, length)) is { } decoded && IsCommand(decoded))
            {
                return true;
            }

            text = text[(start + length)..];
        }

        return false;
    }

    private static bool IsCommand(string decoded) => Command.IsMatch(decoded) || PipeToShell.IsIn(decoded) || DestructiveCommand.IsIn(decoded);

    private static string? Read(ReadOnlySpan<char> encoded)
    {
        Span<byte> sample = stackalloc byte[Sample];
        if (!TryDecode(encoded[..Shortest], sample, out _) || (!IsPrintable(sample) && !IsWide(sample)))
        {
            return null;
        }

        var bytes = new byte[encoded.Length];
        if (!TryDecode(encoded, bytes, out var count))
        {
            return null;
        }

        return IsWide(sample) ? Encoding.Unicode.GetString(bytes, 0, count) : Encoding.UTF8.GetString(bytes, 0, count);
    }

    // Without its last characters where these make no whole group: padding is no part of the alphabet.
    private static bool TryDecode(ReadOnlySpan<char> encoded, Span<byte> bytes, out int count)
    {
        var whole = encoded.Length % 4 == 1 ? encoded[..^1] : encoded;
        var padded = string.Concat(whole, "==".AsSpan(0, (4 - (whole.Length % 4)) % 4)).Replace('-', '+').Replace('_', '/');
        return Convert.TryFromBase64String(padded, bytes, out count);
    }

    private static bool IsPrintable(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (value is < 0x20 and not ((byte)'\n' or (byte)'\r' or (byte)'\t') or > 0x7E)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>UTF-16, little endian: every other byte is zero, which is how PowerShell takes commands.</summary>
    private static bool IsWide(ReadOnlySpan<byte> bytes)
    {
        for (var index = 0; index < bytes.Length; index++)
        {
            if (index % 2 == 1 ? bytes[index] != 0 : bytes[index] is < 0x09 or > 0x7E)
            {
                return false;
            }
        }

        return true;
    }
}
