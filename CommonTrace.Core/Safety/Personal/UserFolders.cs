using System.Buffers;

namespace CommonTrace.Core.Safety.Personal;

/// <summary>The names of people in paths of their folders: <c>/home/…</c>, <c>/Users/…</c>, <c>C:\Users\…</c>, also written with <c>\\</c> or <c>/</c>.</summary>
internal static class UserFolders
{
    private const int LongestName = 40;

    private static readonly SearchValues<string> Roots = SearchValues.Create(["/home/", "/Users/", @"\Users\"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> SpacedName = SearchValues.Create(" .-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly SearchValues<char> NameEnds = SearchValues.Create("/\\ \n\r\t\"'`)]>:,;!?|&");

    // What begins a path before the folder of users: other homes of Unix, and a drive of Windows as Git Bash and WSL see it.
    private static readonly string[] Parents = ["/var", "/usr", "/export", "file://", "file:///", "/c", "/d", "/mnt/c", "/mnt/d"];

    private static readonly string[] Methods = ["GET ", "POST ", "PUT ", "PATCH ", "DELETE "];

    public static void Find(string text, List<Finding> found)
    {
        for (var next = 0; text.AsSpan(next).IndexOfAny(Roots) is >= 0 and var offset;)
        {
            var root = next + offset;
            next = root + "/home/".Length - 1;
            var start = text.IndexOf(text[root], root + 1) + 1;
            start += start < text.Length && text[root] == '\\' && text[start] == '\\' ? 1 : 0;
            var isDrive = IsBehindDrive(text.AsSpan(0, root));
            if (isDrive || (IsUnixRoot(text.AsSpan(root, start - root)) && IsPathStart(text.AsSpan(0, root))))
            {
                var name = NameAt(text.AsSpan(start), isDrive);
                if (name.Length > 0 && !FolderNames.IsNobody(name))
                {
                    found.Add(new Finding(PersonalData.UserFolder, start, name.Length));
                }
            }
        }
    }

    // Unix heeds case: /users/ is a route.
    private static bool IsUnixRoot(ReadOnlySpan<char> root) => root is "/home/" or "/Users/";

    private static bool IsBehindDrive(ReadOnlySpan<char> before)
    {
        before = before.EndsWith('\\') ? before[..^1] : before;
        return before.Length >= 2 && before[^1] == ':' && char.IsAsciiLetter(before[^2]) && (before.Length == 2 || !char.IsLetterOrDigit(before[^3]));
    }

    private static bool IsPathStart(ReadOnlySpan<char> before)
    {
        if (before.IsEmpty || !ContinuesPath(before[^1]))
        {
            return !EndsWithAny(before, Methods);
        }

        // -I/home/…, and \n/home/… of an escaped text.
        var isFlag = before.Length >= 2 && char.IsAsciiLetter(before[^1]) && before[^2] is '-' or '\\' && (before.Length == 2 || !ContinuesPath(before[^3]));
        return isFlag || EndsWithAny(before, Parents);
    }

    private static bool EndsWithAny(ReadOnlySpan<char> text, string[] endings)
    {
        foreach (var ending in endings)
        {
            if (text.EndsWith(ending, StringComparison.Ordinal) && (text.Length == ending.Length || !ContinuesPath(text[^(ending.Length + 1)])))
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<char> NameAt(ReadOnlySpan<char> path, bool isDrive)
    {
        if (path.IsEmpty || !char.IsLetterOrDigit(path[0]))
        {
            return default;
        }

        var length = 1;
        while (length < path.Length && length < LongestName && IsName(path[length]))
        {
            length++;
        }

        // John Smith\AppData: a name of Windows may hold spaces, if the path goes on behind it.
        var longer = isDrive ? path[..Math.Min(path.Length, LongestName)].IndexOfAny('\\', '/', '\n') : -1;
        if (longer > length && path[longer] != '\n' && !path[length..longer].ContainsAnyExcept(SpacedName))
        {
            return path[..longer];
        }

        var isWhole = length == path.Length || NameEnds.Contains(path[length]);
        return isWhole ? path[..length].TrimEnd('.') : default;
    }

    private static bool IsName(char character) => char.IsLetterOrDigit(character) || character is '.' or '_' or '-' or '~' or '%' or '@';

    private static bool ContinuesPath(char character) => char.IsLetterOrDigit(character) || character is '.' or '_' or '-' or '~' or '%' or '/' or '\\' or '}' or ')' or ']' or '>' or '*';
}
