namespace CommonTrace.Core.Safety.Personal;

/// <summary>Which digits make a telephone number that can be someone's, by the plans of ITU-T E.164 and of North America.</summary>
internal static class PhonePlan
{
    /// <summary>The most digits of an international number, its country code with them (E.164).</summary>
    public const int MostDigits = 15;

    private const int FewestInUse = 9;
    private const int MostInUse = 13;

    // Numbers that Ofcom keeps for drama.
    private static readonly string[] British = ["447700900", "44207946", "441632960"];

    /// <summary>Whether the digits, from the country code on, can be someone's.</summary>
    public static bool IsSomeones(ReadOnlySpan<char> digits)
    {
        if (digits.Length is < FewestInUse or > MostInUse || digits[0] is '0')
        {
            return false;
        }

        if (digits[0] == '1')
        {
            return digits.Length == 11 && IsSomeonesInNorthAmerica(digits[1..]);
        }

        foreach (var reserved in British)
        {
            if (digits.StartsWith(reserved, StringComparison.Ordinal))
            {
                return false;
            }
        }

        // No country has these.
        return digits[..2] is not ("28" or "83" or "89");
    }

    /// <summary>Whether the ten digits can be someone's: an area, an exchange, and a line that is not kept for fiction (555-0100 to 555-0199).</summary>
    public static bool IsSomeonesInNorthAmerica(ReadOnlySpan<char> digits)
    {
        var area = digits[..3];
        var exchange = digits[3..6];
        return IsCode(area) && IsCode(exchange) && area[1] != '9' && area is not "555" && !(exchange is "555" && digits[6..].StartsWith("01", StringComparison.Ordinal));
    }

    private static bool IsCode(ReadOnlySpan<char> code) => code[0] >= '2' && code[1..] is not "11";
}
