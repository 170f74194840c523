namespace CommonTrace.Core.Safety.Secrets;

/// <summary>How much a value looks drawn by lot.</summary>
internal static class Randomness
{
    /// <summary>Bits a character, 0 to log2 of the length (Shannon 1948): 32 random hexadecimal digits have about 3.6, as many of base 62 about 4.6.</summary>
    public static double Entropy(string value)
    {
        var counts = new Dictionary<char, int>();
        foreach (var character in value)
        {
            counts[character] = counts.GetValueOrDefault(character) + 1;
        }

        return -counts.Values.Sum(count => (double)count / value.Length * Math.Log2((double)count / value.Length));
    }

    /// <summary>
    /// How often neighbours are of another class (lower case, upper case, digit), the humps of <c>camelCase</c> apart: words with a number
    /// have few such changes, random characters one at every second place.
    /// </summary>
    public static int Changes(string value)
    {
        var changes = 0;
        for (var i = 1; i < value.Length; i++)
        {
            var (before, now) = (value[i - 1], value[i]);
            var isHump = char.IsAsciiLetterLower(before) && char.IsAsciiLetterUpper(now) && i + 1 < value.Length && char.IsAsciiLetterLower(value[i + 1]);
            var isWord = char.IsAsciiLetterUpper(before) && char.IsAsciiLetterLower(now);
            changes += char.IsAsciiLetterOrDigit(before) && char.IsAsciiLetterOrDigit(now) && Class(before) != Class(now) && !isHump && !isWord ? 1 : 0;
        }

        return changes;
    }

    /// <summary>The longest row of characters that each follow the one <paramref name="stride"/> before: 8 in <c>12345678</c>, with stride 2 in <c>a1b2c3d4</c>.</summary>
    public static int LongestAscent(string value, int stride)
    {
        var (longest, current) = (0, 0);
        for (var i = stride; i < value.Length; i++)
        {
            current = value[i] == value[i - stride] + 1 ? current + 1 : 0;
            longest = Math.Max(longest, current + stride);
        }

        return longest;
    }

    /// <summary>The longest row of one character.</summary>
    public static int LongestRepeat(string value)
    {
        var (longest, current) = (0, 0);
        for (var i = 0; i < value.Length; i++)
        {
            current = i > 0 && value[i] == value[i - 1] ? current + 1 : 1;
            longest = Math.Max(longest, current);
        }

        return longest;
    }

    private static int Class(char character) => char.IsAsciiDigit(character) ? 0 : char.IsAsciiLetterLower(character) ? 1 : 2;
}
