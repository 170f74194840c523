namespace CommonTrace.Core.Safety.Unicode;

/// <summary>Korean syllables, taken apart and put together by arithmetic (The Unicode Standard, section 3.12).</summary>
internal static class Hangul
{
    private const int Syllables = 0xAC00;
    private const int Leads = 0x1100;
    private const int Vowels = 0x1161;
    private const int Tails = 0x11A7;
    private const int LeadCount = 19;
    private const int VowelCount = 21;
    private const int TailCount = 28;
    private const int SyllableCount = LeadCount * VowelCount * TailCount;

    /// <summary>Whether the character is a vowel or tail that may join what stands before it.</summary>
    public static bool IsJoining(int character) =>
        character is >= Vowels and < Vowels + VowelCount or > Tails and < Tails + TailCount;

    /// <summary>The syllable of a lead and a vowel, or of a syllable without a tail and a tail; null when they make none.</summary>
    public static int? Compose(int first, int second)
    {
        if (first is >= Leads and < Leads + LeadCount && second is >= Vowels and < Vowels + VowelCount)
        {
            return Syllables + (((first - Leads) * VowelCount) + second - Vowels) * TailCount;
        }

        var opens = first is >= Syllables and < Syllables + SyllableCount && (first - Syllables) % TailCount == 0;
        return opens && second is > Tails and < Tails + TailCount ? first + second - Tails : null;
    }
}
