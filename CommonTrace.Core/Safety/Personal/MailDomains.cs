using System.Collections.Frozen;

namespace CommonTrace.Core.Safety.Personal;

/// <summary>Which domains a person can have mail in: with a top-level domain, neither reserved nor a file name nor a version.</summary>
internal static class MailDomains
{
    // RFC 2606, RFC 6761, RFC 6762, and what private networks use.
    private static readonly FrozenSet<string> ReservedEndings = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "example", "test", "invalid", "localhost", "local", "internal", "lan", "home", "corp", "localdomain", "arpa", "intranet");

    // name@2x.png, getty@tty1.service: an ending of files that is no top-level domain.
    private static readonly FrozenSet<string> FileEndings = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "png", "jpg", "jpeg", "gif", "svg", "webp", "ico", "js", "mjs", "cjs", "ts", "mts", "jsx", "tsx", "css", "scss", "less", "html", "json", "yaml", "yml",
        "toml", "xml", "txt", "log", "lock", "conf", "cfg", "ini", "env", "exe", "dll", "gz", "tgz", "tar", "zip", "jar", "war", "whl", "rb", "java", "kt", "go", "cpp", "hpp",
        "php", "sql", "csv", "vue", "svelte", "patch", "diff", "service", "socket", "timer", "target", "mount", "slice", "scope", "device", "path", "swap", "git");

    private static readonly FrozenSet<string> ReservedNames = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "example.com", "example.org", "example.net", "example.edu", "domain.com", "yourdomain.com", "your-domain.com", "mydomain.com", "yourcompany.com", "your-company.com");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Reserved = ReservedEndings.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Files = FileEndings.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Names = ReservedNames.GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool CanReceive(ReadOnlySpan<char> domain)
    {
        var dot = domain.LastIndexOf('.');
        if (dot <= 0 || domain.Contains("..", StringComparison.Ordinal) || domain.StartsWith('.') || domain.StartsWith('-') || !IsEnding(domain[(dot + 1)..]))
        {
            return false;
        }

        var name = domain[(domain[..dot].LastIndexOf('.') + 1)..];
        return !Reserved.Contains(domain[(dot + 1)..]) && !Files.Contains(domain[(dot + 1)..]) && !Names.Contains(name)
            && !IsVersion(domain) && !domain.StartsWith("self.", StringComparison.Ordinal);
    }

    // Letters in one case, at least two: no method, no type.
    private static bool IsEnding(ReadOnlySpan<char> ending) =>
        ending.Length is >= 2 and <= 24 && (!ending.ContainsAnyExceptInRange('a', 'z') || !ending.ContainsAnyExceptInRange('A', 'Z')
            || ending.StartsWith("xn--", StringComparison.OrdinalIgnoreCase));

    // 5.0.0-beta.next, v1.x: a number, a dot, and a number again.
    private static bool IsVersion(ReadOnlySpan<char> domain)
    {
        var number = domain.TrimStart("vV");
        var digits = number.IndexOfAnyExceptInRange('0', '9');
        return digits > 0 && digits + 1 < number.Length && number[digits] == '.' && (char.IsAsciiDigit(number[digits + 1]) || number[digits + 1] == 'x');
    }
}
