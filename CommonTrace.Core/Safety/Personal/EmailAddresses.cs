using System.Buffers;

namespace CommonTrace.Core.Safety.Personal;

/// <summary>E-mail addresses, told from package versions, decorators, logins and the addresses of examples.</summary>
internal static class EmailAddresses
{
    // RFC 5321, 4.5.3.1.
    private const int LongestLocalPart = 64;
    private const int LongestDomain = 253;

    private static readonly SearchValues<char> DomainCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-");

    private static readonly SearchValues<char> Openers = SearchValues.Create(" \t\n\"'`<(");

    public static void Find(string text, List<Finding> found)
    {
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var (start, end) = (StartOf(text, at), EndOf(text, at + 1));
            if (start < at && IsSomeones(text, start, at, end))
            {
                found.Add(new Finding(PersonalData.Email, start, end - start));
            }
        }
    }

    private static int StartOf(string text, int at)
    {
        var start = at;
        while (start > 0 && at - start < LongestLocalPart && IsLocal(text[start - 1]))
        {
            start--;
        }

        while (start < at && text[start] is '.' or '%' or '+' or '-')
        {
            start++;
        }

        return start;
    }

    private static int EndOf(string text, int start)
    {
        var rest = text.AsSpan(start, Math.Min(LongestDomain, text.Length - start));
        var length = rest.IndexOfAnyExcept(DomainCharacters);
        return start + rest[..(length < 0 ? rest.Length : length)].TrimEnd(".-").Length;
    }

    private static bool IsSomeones(string text, int start, int at, int end)
    {
        var local = text.AsSpan(start, at - start);
        var domain = text.AsSpan(at + 1, end - at - 1);
        return MailDomains.CanReceive(domain) && local[^1] != '.' && !IsLogin(text, start, at, end) && !IsCall(text, end) && !IsNobody(local);
    }

    // user:password@host in a URL, git@host:path, host:path of scp (its number may be redacted by now), and the argument of ssh.
    private static bool IsLogin(string text, int start, int at, int end)
    {
        var before = text.AsSpan(Math.Max(0, start - 80), Math.Min(80, start));
        var token = before[(before.LastIndexOfAny(Openers) + 1)..];
        var namesPath = end + 1 < text.Length && text[end] == ':' && (char.IsAsciiLetterOrDigit(text[end + 1]) || text[end + 1] is '/' or '~' or '.' or '[');
        return token.Contains("://", StringComparison.Ordinal) || namesPath || text.AsSpan(start, at - start) is "git" or "hg"
            || before.TrimEnd(' ').EndsWith("ssh", StringComparison.Ordinal);
    }

    // q@k.transpose(-2, -1) is a product of matrices.
    private static bool IsCall(string text, int end) => end < text.Length && text[end] is '(' or '[' or '_';

    private static bool IsNobody(ReadOnlySpan<char> local)
    {
        Span<char> letters = stackalloc char[LongestLocalPart];
        var length = 0;
        foreach (var character in local)
        {
            if (char.IsLetterOrDigit(character))
            {
                letters[length++] = char.ToLowerInvariant(character);
            }
        }

        return letters[..length] is "noreply" or "donotreply";
    }

    private static bool IsLocal(char character) =>
        char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '%' or '+' or '-' || (character is >= 'À' and <= 'ɏ' && char.IsLetter(character));
}
