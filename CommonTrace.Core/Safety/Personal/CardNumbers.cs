namespace CommonTrace.Core.Safety.Personal;

/// <summary>Numbers of payment cards: 13 to 19 digits with an issuer's prefix and a right check digit (ISO/IEC 7812-1), together or in the usual groups.</summary>
internal static class CardNumbers
{
    private const int Shortest = 13;
    private const int Longest = 19;

    // How cards are printed: fours, American Express, Diners Club, and 19 digits.
    private static readonly int[][] Groupings = [[4, 4, 4, 4], [4, 6, 5], [4, 6, 4], [4, 4, 4, 4, 3]];

    /// <summary>The length, with separators, of the card number that begins with this digit; 0 when none does.</summary>
    public static int LengthAt(string text, int digit)
    {
        if (digit > 0 && (char.IsLetterOrDigit(text[digit - 1]) || text[digit - 1] is '_' or '-' or '.' or '/' or '#' or '+' or ']'))
        {
            return 0;
        }

        Span<char> number = stackalloc char[Longest];
        var (digits, length) = Read(text.AsSpan(digit), number);
        number = number[..digits];
        return digits >= Shortest && EndsThere(text, digit + length) && HasIssuer(number) && HasCheckDigit(number) ? length : 0;
    }

    private static (int Digits, int Length) Read(ReadOnlySpan<char> text, Span<char> number)
    {
        var run = RunAt(text);
        if (run is >= Shortest and <= Longest)
        {
            text[..run].CopyTo(number);
            return (run, run);
        }

        // The longest grouping that fits, so that 19 digits are not taken for 16.
        foreach (var groups in run == 4 ? Groupings.Reverse() : [])
        {
            var (digits, length) = (0, 0);
            var separator = text.Length > run && text[run] is ' ' or '-' ? text[run] : '\0';
            foreach (var group in groups)
            {
                var isNext = digits == 0 || (length < text.Length && text[length] == separator);
                length += digits == 0 ? 0 : 1;
                if (!isNext || RunAt(text[length..]) != group)
                {
                    digits = 0;
                    break;
                }

                text.Slice(length, group).CopyTo(number[digits..]);
                (digits, length) = (digits + group, length + group);
            }

            if (digits > 0)
            {
                return (digits, length);
            }
        }

        return default;
    }

    private static int RunAt(ReadOnlySpan<char> text)
    {
        var near = text[..Math.Min(text.Length, Longest + 1)];
        var length = near.IndexOfAnyExceptInRange('0', '9');
        return length < 0 ? near.Length : length;
    }

    private static bool EndsThere(string text, int end)
    {
        var goesOn = end + 1 < text.Length && char.IsLetterOrDigit(text[end + 1]);
        return end == text.Length || !(char.IsLetterOrDigit(text[end]) || text[end] is '_' or '[' || (text[end] is '-' or '.' or '/' && goesOn));
    }

    // Visa; Mastercard; American Express; Diners Club; JCB; UnionPay; Discover; Maestro.
    private static bool HasIssuer(ReadOnlySpan<char> number)
    {
        var four = int.Parse(number[..4], System.Globalization.CultureInfo.InvariantCulture);
        var (two, three) = (four / 100, four / 10);
        return number.Length switch
        {
            13 => two is >= 40 and <= 49,
            14 => two is 36 or 38 or 39 || three is >= 300 and <= 305,
            15 => two is 34 or 37,
            16 => two is >= 40 and <= 49 or >= 51 and <= 55 || four is >= 2221 and <= 2720 || IsLongIssuer(two, three, four),
            _ => IsLongIssuer(two, three, four),
        };
    }

    private static bool IsLongIssuer(int two, int three, int four) =>
        four is >= 3528 and <= 3589 or 6011 or 5018 or 5020 or 5038 or 6304 or 6759 or >= 6761 and <= 6763 || two is 62 or 65 || three is >= 644 and <= 649;

    // Luhn's formula, ISO/IEC 7812-1 annex B.
    private static bool HasCheckDigit(ReadOnlySpan<char> number)
    {
        var sum = 0;
        for (var place = 0; place < number.Length; place++)
        {
            var digit = number[^(place + 1)] - '0';
            sum += place % 2 == 0 ? digit : digit > 4 ? (digit * 2) - 9 : digit * 2;
        }

        return sum % 10 == 0;
    }
}
