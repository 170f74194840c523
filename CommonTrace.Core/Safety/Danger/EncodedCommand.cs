namespace CommonTrace.Core.Safety.Danger;

/// <summary>Commands that are written so that nobody can read them: decoded and run in one go, or found in base64.</summary>
internal static class EncodedCommand
{
    private static readonly DangerPattern[] Patterns =
    [
        new(
            ["base64", "xxd"],
            $"""
            \b(base64\s+(-[di]+|--decode)|openssl\s+(enc\s+)?-?base64\s+[^|\n]*-d|xxd\s+-r\s+-p|xxd\s+-p\s+-r)[^|\n]*\|\s*(gunzip[^|\n]*\|\s*)?{PipeToShell.Shell}
            |\b(eval|exec|(ba|z|da|k)?sh\s+-\w*c|(ba|z|da|k)?sh|source)\s+["']?(\$\(|`|<\()[^\n]*?\b(base64\s+(-[di]+|--decode)|xxd\s+-r)
            """,
            before: 300,
            after: 200),
        new(["b64decode", "atob", "base64"], @"\b(exec|eval|os\.system|subprocess\.\w+|execSync|Function)\s*\([^\n]*?(\bb64decode\s*\(|\batob\s*\(|['""]base64['""]\s*\))", before: 200, after: 40),
        new(["powershell", "pwsh"], @"\b(powershell|pwsh)(\.exe)?\s([^\n]*\s)?[-/]e(c|nc|ncodedcommand)?\s+[""']?[A-Za-z0-9+/]{16,}", after: 180),
    ];

    public static bool IsIn(string text) => Array.Exists(Patterns, pattern => pattern.IsIn(text)) || EncodedText.HoldsCommand(text);
}
