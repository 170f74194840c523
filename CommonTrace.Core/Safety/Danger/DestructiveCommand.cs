namespace CommonTrace.Core.Safety.Danger;

/// <summary>Commands that destroy a machine, a disk, a home or a database; deleting a folder of a project is everyday work.</summary>
internal static class DestructiveCommand
{
    // A path is whole at white space, a quote, or what ends a command.
    private const string End = @"(\s|$|[""'`;&|)<,.!?]([^\w/*]|$))";
    private const string System = @"(bin|boot|dev|etc|lib|lib64|proc|sbin|sys|usr)";
    private const string Home = @"(~|\$HOME|\$\{HOME\})(/|/\*)?";
    private const string Device = @"/dev/(sd|hd|vd|xvd|nvme|disk|rdisk|mmcblk)\w*";
    private const string Drive = @"[a-z]:(\\{1,2}|/)?(\*(\.\*)?)?";

    private static readonly DangerPattern[] Patterns =
    [
        new(
            ["rm "],
            $"""
            \brm\s+((-\w+|--[\w-]+)\s+)*(-\w*r\w*|--recursive)\s+((-\w+|--[\w-]*)\s+)*["']?(/|/\*|/({System}|home|opt|root|srv|var|mnt|Users|System|Library|Applications)/?\*?|{Home}|[a-z]:[\\/]+\*?)["']?{End}
            |\brm\s[^\n]*--no-preserve-root
            """),
        new(["of=/dev/"], $@"\bdd\s[^\n]*\bof={Device}", before: 200, after: 40),
        new(["/dev/"], $@"\b(mkfs(\.\w+)?|wipefs|shred|blkdiscard)\s[^\n]*{Device}|[^-=0-9&]>\s*{Device}", before: 100, after: 40),
        new([":(", "%0|%0"], @":\s*\(\)\s*\{\s*:\s*\|\s*:\s*&\s*\}\s*;\s*:|%0\|%0", after: 40),
        new(["drop database"], """\bDROP\s+DATABASE\s+(IF\s+EXISTS\s+["'`\[\w$]|["'`\[]\w|[\w$]+\s*(;|["'`)]|\n|$|\s+WITH\b|\s+CASCADE\b))""", after: 120),
        new(["format "], $@"(^|[^\w.])format(\.com)?\s+(c:{End}|[a-z]:\s*/\w)", after: 40),
        new(["format-volume", "clear-disk"], @"\b(format-volume\s+[^\n]*-driveletter|clear-disk\s+[^\n]*-removedata)", after: 160),
        new(["chmod ", "chown "], $@"\bch(mod|own)\s+(-\S+\s+)*(-\w*r\w*|--recursive)\s+(-\S+\s+)*\S+\s+[""']?(/|/\*|/{System}/?)[""']?{End}", after: 160),
        new(
            ["remove-item", "rmdir ", "rd ", "del "],
            $"""
            \bremove-item\s[^\n]*-recurse\b[^\n]*\s["']?({Drive}|[a-z]:\\(windows|users)\\?|\$env:(userprofile|systemroot|systemdrive)\\?|{Home}|/)["']?{End}
            |\bremove-item\s([^\n]*\s)?["']?({Drive}|[a-z]:\\(windows|users)\\?|\$env:(userprofile|systemroot|systemdrive)\\?|{Home}|/)["']?\s[^\n]*-recurse\b
            |\b(rd|rmdir|del)\s(/[sqfa]\s+)*/s\s+(/[sqfa]\s+)*["']?({Drive}|[a-z]:\\(windows|users)\\?|%(userprofile|systemroot|systemdrive)%\\?)["']?{End}
            """),
        new(["find /"], @"\bfind\s+/\s[^\n]*(\s-delete\b|-exec\s+(sudo\s+)?rm\s+-\w*r)", after: 160),
    ];

    public static bool IsIn(ReadOnlySpan<char> text)
    {
        foreach (var pattern in Patterns)
        {
            if (pattern.IsIn(text))
            {
                return true;
            }
        }

        return false;
    }
}
