namespace CommonTrace.Core.Safety.Personal;

/// <summary>Looks at each number of a text once: is it a public address, a card, a telephone?</summary>
internal static class PersonalNumbers
{
    public static void Find(string text, List<Finding> found)
    {
        for (var next = 0; text.AsSpan(next).IndexOfAnyInRange('0', '9') is >= 0 and var offset;)
        {
            var digit = next + offset;
            if (At(text, digit) is { } finding)
            {
                found.Add(finding);
                next = finding.Start + finding.Length;
                continue;
            }

            var digits = text.AsSpan(digit).IndexOfAnyExceptInRange('0', '9');
            next = digits < 0 ? text.Length : digit + digits;
        }
    }

    private static Finding? At(string text, int digit) =>
        PublicAddresses.LengthAt(text, digit) is > 0 and var address ? new Finding(PersonalData.IpAddress, digit, address)
        : CardNumbers.LengthAt(text, digit) is > 0 and var card ? new Finding(PersonalData.CardNumber, digit, card)
        : PhoneNumbers.ExtentAt(text, digit) is { Length: > 0 } phone ? new Finding(PersonalData.Phone, phone.Start, phone.Length)
        : null;
}
