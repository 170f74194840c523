using System.Text;

namespace CommonTrace.Core.Safety.Unicode;

/// <summary>
/// Unicode's Normalization Form C (UAX #15): equivalent spellings of a character become one, <c>e</c> with an accent the same as <c>é</c>.
/// Written out because <see cref="string.Normalize()"/> does nothing in invariant globalization mode. Halves of surrogate pairs stay as they are.
/// </summary>
internal static class CanonicalForm
{
    // Below it stand neither marks nor characters with another spelling.
    private const char FirstMark = '\u0300';

    /// <summary>The text in form C; the same instance when it is in it.</summary>
    public static string Compose(string text)
    {
        if (!MayChange(text))
        {
            return text;
        }

        var characters = TakeApart(text);
        OrderMarks(characters);
        var composed = PutTogether(characters);
        return composed.AsSpan().SequenceEqual(text) ? text : composed;
    }

    private static bool MayChange(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', (char)(FirstMark - 1)))
        {
            return false;
        }

        var table = CanonicalTable.Instance;
        for (var index = 0; index < text.Length; index += LengthAt(text, index))
        {
            if (text[index] >= FirstMark && table.IsUnsettled(CodeAt(text, index)))
            {
                return true;
            }
        }

        return false;
    }

    private static List<(int Code, byte Class)> TakeApart(string text)
    {
        var characters = new List<(int, byte)>(text.Length + 16);
        for (var index = 0; index < text.Length; index += LengthAt(text, index))
        {
            TakeApart(CodeAt(text, index), characters);
        }

        return characters;
    }

    // Syllables of Hangul stay whole: apart and together again, they would come out as they went in.
    private static void TakeApart(int code, List<(int, byte)> characters)
    {
        if (CanonicalTable.Instance.PartsOf(code) is not { } parts)
        {
            characters.Add((code, CanonicalTable.Instance.ClassOf(code)));
            return;
        }

        foreach (var part in parts)
        {
            TakeApart(part, characters);
        }
    }

    /// <summary>Puts each run of marks into the order of their classes, equal classes as they came.</summary>
    private static void OrderMarks(List<(int Code, byte Class)> characters)
    {
        for (var start = 0; start < characters.Count; start++)
        {
            if (characters[start].Class == 0)
            {
                continue;
            }

            var end = start + 1;
            while (end < characters.Count && characters[end].Class != 0)
            {
                end++;
            }

            var ordered = characters[start..end].OrderBy(character => character.Class).ToList();
            for (var index = start; index < end; index++)
            {
                characters[index] = ordered[index - start];
            }

            start = end;
        }
    }

    private static string PutTogether(List<(int Code, byte Class)> characters)
    {
        var (kept, starter, before) = (0, -1, (byte)0);
        foreach (var (code, mark) in characters.ToArray())
        {
            // A mark is cut off from its base by another of its class or above, a base by any mark.
            var reaches = starter >= 0 && (kept - 1 == starter || (before < mark && before != 0));
            if (reaches && CanonicalTable.Instance.Compose(characters[starter].Code, code) is { } whole)
            {
                characters[starter] = (whole, 0);
                continue;
            }

            starter = mark == 0 ? kept : starter;
            before = mark;
            characters[kept++] = (code, mark);
        }

        var text = new StringBuilder(kept);
        foreach (var (code, _) in characters[..kept])
        {
            Append(text, code);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, int code) =>
        _ = code < 0x10000 ? text.Append((char)code) : text.Append(new Rune(code));

    private static int LengthAt(string text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;

    private static int CodeAt(string text, int index) =>
        LengthAt(text, index) == 2 ? char.ConvertToUtf32(text[index], text[index + 1]) : text[index];
}
