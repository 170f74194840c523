namespace CommonTrace.Api.Pages.Text;

/// <summary>The language of a fenced block, as it may stand in a class name.</summary>
internal static class CodeLanguage
{
    private const int Longest = 20;

    /// <summary>Its letters, digits, <c>+</c>, <c>#</c> and <c>-</c>; null when nothing is left of it.</summary>
    /// <param name="info">What stands behind the fence.</param>
    public static string? Of(string? info)
    {
        var name = new string([.. (info ?? "").ToLowerInvariant().TakeWhile(letter => letter is not (' ' or '\t' or ',' or '{')).Where(IsAllowed).Take(Longest)]);
        return name.Length == 0 ? null : name;
    }

    private static bool IsAllowed(char letter) => letter is >= 'a' and <= 'z' or >= '0' and <= '9' or '+' or '#' or '-';
}
