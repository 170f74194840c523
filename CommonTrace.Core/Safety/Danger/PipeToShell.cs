namespace CommonTrace.Core.Safety.Danger;

/// <summary>Commands that run what a server sends, unread.</summary>
internal static class PipeToShell
{
    /// <summary>A program that runs what it is given on its standard input, up to the end of its name.</summary>
    public const string Shell = @"(sudo\s+(-\S+\s+)*)?(env\s+)?(\w+=\S*\s+)*(/\S*/)?((ba|z|da|k|fi)?sh\b|(python3?|perl|ruby|node|php)(\s+-)?\s*($|[\n`""';|&)]))";

    private const string Fetch = @"(curl|wget)(\.exe)?\s";
    private const string PowerShellFetch = @"(irm|iwr|curl|wget|invoke-(restmethod|webrequest)|downloadstring|new-object\s+(system\.)?net\.webclient)";

    private static readonly DangerPattern[] Patterns =
    [
        // A line may go on behind a backslash; between the two may stand others, such as gunzip or tee.
        new(["curl", "wget"], $@"\b{Fetch}([^\n|\s]|[^\S\n]|\\\r?\n)*?[^\s|]\s*(\|\s*[^\s|][^|\n]*?){{0,2}}\|\s*{Shell}", after: 500),
        new(["curl", "wget"], $@"\b((ba|z|da|k)?sh|source|eval|exec)\s+(-\w+\s+)*[""']?(<\(|\$\(|`)\s*{Fetch}|(^|[\n;&])\s*\.\s+<\(\s*{Fetch}", before: 40, after: 20),
        new(["iex", "invoke-expression"], $@"\b(iex|invoke-expression)\s*[(""'&{{\s$]*{PowerShellFetch}\b|\b{PowerShellFetch}\b[^\n]*?\|\s*(iex|invoke-expression)\b", before: 300, after: 200),
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
