namespace CommonTrace.Core.Safety.Personal;

/// <summary>Finds the two ways to write a telephone number that nothing else looks like: with <c>+</c> and country, and North American with separators.</summary>
internal static class PhoneNumbers
{
    private const int ContextLength = 24;

    private static readonly string[] PhoneWords = ["phone", "tel", "call", "mobile", "cell", "fax", "sms", "whatsapp", "contact", "dial"];

    /// <summary>Where the telephone number with this first digit begins and how long it is; a length of 0 when it is none.</summary>
    public static (int Start, int Length) ExtentAt(string text, int digit)
    {
        var sign = digit > 0 ? text[digit - 1] : ' ';
        var start = sign is '+' or '(' ? digit - 1 : digit;
        var end = !IsFreeBefore(text, start) ? 0 : sign == '+' ? InternationalEnd(text, digit) : NorthAmericanEnd(text, digit, sign == '(');
        return end > 0 && IsFreeBehind(text, end) ? (start, end - start) : default;
    }

    private static int InternationalEnd(string text, int digit)
    {
        Span<char> digits = stackalloc char[PhonePlan.MostDigits];
        var (count, end, groups) = (0, 0, 0);
        for (var index = digit; index < text.Length;)
        {
            var length = RunAt(text, index);
            // One digit alone is the trunk prefix or the first of a French number, later it is something else.
            if (length == 0 || count + length > digits.Length || (length == 1 && groups > 1))
            {
                break;
            }

            var isTrunk = length == 1 && text[index] == '0' && text[index - 1] == '(';
            text.AsSpan(index, isTrunk ? 0 : length).CopyTo(digits[count..]);
            (count, groups, end) = (count + (isTrunk ? 0 : length), groups + (isTrunk ? 0 : 1), index + length);
            index = end + SeparatorsAt(text, end);
        }

        return PhonePlan.IsSomeones(digits[..count]) ? end : 0;
    }

    private static int NorthAmericanEnd(string text, int digit, bool isOpen)
    {
        var index = digit;
        if (!isOpen && RunAt(text, index) == 1 && text[index] == '1' && SeparatorsAt(text, index + 1) is > 0 and var skipped)
        {
            index += 1 + skipped;
            isOpen = text[index - 1] == '(';
        }

        var (area, exchange) = (index, index + 4 + (isOpen && index + 4 < text.Length && text[index + 4] is ' ' or '-' ? 1 : 0));
        var (line, end) = (exchange + 4, exchange + 8);
        if (RunAt(text, area) != 3 || RunAt(text, exchange) != 3 || RunAt(text, line) != 4 || text[line - 1] is not (' ' or '-' or '.'))
        {
            return 0;
        }

        var isGrouped = isOpen ? text[area + 3] == ')' : text[area + 3] == text[line - 1];
        var isSure = isOpen || text[line - 1] != ' ' || FollowsPhoneWord(text, digit);
        return isGrouped && isSure && PhonePlan.IsSomeonesInNorthAmerica([.. text.AsSpan(area, 3), .. text.AsSpan(exchange, 3), .. text.AsSpan(line, 4)]) ? end : 0;
    }

    // 512 256 1024 may be anything, "call 415 555 2671" is not. What was redacted before it is no such word.
    private static bool FollowsPhoneWord(string text, int digit)
    {
        var from = Math.Max(0, digit - ContextLength);
        var before = text.AsSpan(from, digit - from);
        before = before[(before.LastIndexOf(']') + 1)..];
        foreach (var word in PhoneWords)
        {
            if (before.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static int RunAt(string text, int index)
    {
        var end = index;
        while (end < text.Length && end - index <= PhonePlan.MostDigits && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end - index;
    }

    // Between groups stand a space, a hyphen, a dot, or brackets around one of them; 0 when no digit follows.
    private static int SeparatorsAt(string text, int index)
    {
        var end = index;
        while (end < text.Length && end - index < 2 && text[end] is ' ' or '-' or '.' or '(' or ')')
        {
            end++;
        }

        return end < text.Length && end > index && char.IsAsciiDigit(text[end]) ? end - index : 0;
    }

    private static bool IsFreeBefore(string text, int start) =>
        start == 0 || !(char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '-' or '.' or '/' or '\\' or '+' or '#' or '$' or '%' or ')' or ']' or '*');

    private static bool IsFreeBehind(string text, int end)
    {
        var goesOn = end + 1 < text.Length && char.IsLetterOrDigit(text[end + 1]);
        return end >= text.Length || !(char.IsLetterOrDigit(text[end]) || text[end] is '_' or '[' || (text[end] is '-' or '.' or ':' or '/' && goesOn));
    }
}
