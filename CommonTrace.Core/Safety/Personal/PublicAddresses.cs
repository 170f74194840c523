using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace CommonTrace.Core.Safety.Personal;

/// <summary>IPv4 addresses of the public network, told from versions of four parts.</summary>
internal static class PublicAddresses
{
    // With no part above this, four numbers are more often a version than an address.
    private const int HighestOfVersions = 31;

    // A network this wide belongs to a provider, not to a person.
    private const int LongestNetworkPrefix = 24;

    private const int ContextLength = 24;

    private static readonly Regex VersionWords = new(
        @"(\b(version|ver|release|build|rev|revision|tag)s?[ \t""'`:=(v.]*|==|[<>~!]=|[~^]|(^|[^-=])>)[ \t]*$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking);

    private static readonly Regex AddressWords = new(
        @"\b(ips?|ipv4|host|hostname|addr|address|peer|remote|ping|ssh|curl|connect(ed|ing)?|nameserver|listen(ing)?|proxy|gateway|traceroute)\b",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking);

    // Public resolvers, and the platform address of Azure: the same for everyone.
    private static readonly FrozenSet<uint> WellKnown = new[]
    {
        "1.1.1.1", "1.0.0.1", "1.1.1.2", "1.1.1.3", "8.8.8.8", "8.8.4.4", "9.9.9.9", "149.112.112.112", "208.67.222.222", "208.67.220.220", "4.2.2.1", "4.2.2.2",
        "64.6.64.6", "94.140.14.14", "94.140.15.15", "76.76.2.0", "76.76.19.19", "185.228.168.9", "114.114.114.114", "223.5.5.5", "168.63.129.16",
    }.Select(address => Parse(address, 0).Address).ToFrozenSet();

    // What is not routed on the public network: IANA's special-purpose registry (RFC 6890), multicast, and all above.
    private static readonly (uint First, int Prefix)[] Special =
    [
        .. new (string, int)[]
        {
            ("0.0.0.0", 8), ("10.0.0.0", 8), ("100.64.0.0", 10), ("127.0.0.0", 8), ("169.254.0.0", 16), ("172.16.0.0", 12), ("192.0.0.0", 24), ("192.0.2.0", 24),
            ("192.88.99.0", 24), ("192.168.0.0", 16), ("198.18.0.0", 15), ("198.51.100.0", 24), ("203.0.113.0", 24), ("224.0.0.0", 3),
        }.Select(network => (Parse(network.Item1, 0).Address, network.Item2)),
    ];

    /// <summary>The length of the public address that begins with this digit; 0 when none does.</summary>
    public static int LengthAt(string text, int digit)
    {
        var (address, length, highest) = Parse(text, digit);
        return length > 0 && !WellKnown.Contains(address) && !Special.Any(network => (address ^ network.First) >> (32 - network.Prefix) == 0)
            && StandsAlone(text, digit, digit + length) && !IsVersion(text, digit, digit + length, highest) ? length : 0;
    }

    private static (uint Address, int Length, int Highest) Parse(string text, int start)
    {
        var (address, index, highest) = (0u, start, 0);
        for (var part = 0; part < 4; part++)
        {
            var (value, first) = (0, index);
            while (index < text.Length && index - first < 3 && char.IsAsciiDigit(text[index]))
            {
                value = (value * 10) + text[index++] - '0';
            }

            var hasDot = part == 3 || (index < text.Length && text[index] == '.');
            if (index == first || value > 255 || (index - first > 1 && text[first] == '0') || !hasDot)
            {
                return default;
            }

            (address, highest, index) = ((address << 8) | (uint)value, Math.Max(highest, value), part == 3 ? index : index + 1);
        }

        return (address, index - start, highest);
    }

    private static bool StandsAlone(string text, int start, int end)
    {
        var before = start == 0 ? ' ' : text[start - 1];
        var beforeThat = start < 2 ? ' ' : text[start - 2];
        if (char.IsLetterOrDigit(before) || before is '_' or '.' or ']' or '#' or '$' or '%' || (before == '-' && char.IsLetter(beforeThat)) || (before == '/' && beforeThat != '/'))
        {
            return false;
        }

        var after = end == text.Length ? ' ' : text[end];
        var goesOn = end + 1 < text.Length && char.IsLetterOrDigit(text[end + 1]);
        return !char.IsLetterOrDigit(after) && after is not ('_' or '[') && !(after is '.' or '-' or '+' && goesOn) && !(after == '/' && IsWideNetwork(text, end + 1));
    }

    private static bool IsWideNetwork(string text, int prefix)
    {
        var digits = text.AsSpan(prefix, Math.Min(3, text.Length - prefix));
        var length = digits.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(length < 0 ? digits : digits[..length], out var bits) && bits <= LongestNetworkPrefix;
    }

    private static bool IsVersion(string text, int start, int end, int highest)
    {
        var from = Math.Max(0, start - ContextLength);
        var before = text.AsSpan(from, start - from);
        before = before[(before.LastIndexOfAny('\n', ']') + 1)..];
        if (VersionWords.IsMatch(before))
        {
            return true;
        }

        var isHost = before.EndsWith("//", StringComparison.Ordinal) || before.EndsWith('@') || (end + 1 < text.Length && text[end] == ':' && char.IsAsciiDigit(text[end + 1]));
        return highest <= HighestOfVersions && !isHost && !AddressWords.IsMatch(before);
    }
}
