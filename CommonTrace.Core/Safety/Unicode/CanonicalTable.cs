using System.Collections;
using System.Collections.Frozen;
using System.Globalization;

namespace CommonTrace.Core.Safety.Unicode;

/// <summary>Which characters are canonically equivalent, read from <c>canonical.txt</c>; .NET knows none in invariant globalization mode.</summary>
internal sealed class CanonicalTable
{
    public static readonly CanonicalTable Instance = new();

    private readonly FrozenDictionary<int, byte> _classes;
    private readonly FrozenDictionary<int, int[]> _parts;
    private readonly FrozenDictionary<(int First, int Second), int> _wholes;

    // A bit per character: whether a text that holds it may be out of normal form.
    private readonly BitArray _unsettled = new(0x20000);

    private CanonicalTable()
    {
        var classes = new Dictionary<int, byte>();
        var parts = new Dictionary<int, int[]>();
        var wholes = new Dictionary<(int, int), int>();
        foreach (var (name, items) in Lines())
        {
            foreach (var item in items)
            {
                if (name.StartsWith("class", StringComparison.Ordinal))
                {
                    AddClass(classes, item, byte.Parse(name.AsSpan("class ".Length), CultureInfo.InvariantCulture));
                    continue;
                }

                var (composed, pieces) = (CodeOf(item.Split('=')[0]), item.Split('=')[1].Split('+').Select(CodeOf).ToArray());
                parts[composed] = pieces;
                if (name == "both")
                {
                    wholes[(pieces[0], pieces[1])] = composed;
                }
            }
        }

        (_classes, _parts, _wholes) = (classes.ToFrozenDictionary(), parts.ToFrozenDictionary(), wholes.ToFrozenDictionary());
        foreach (var character in classes.Keys.Concat(parts.Keys.Except(wholes.Values)).Concat(wholes.Keys.Select(pair => pair.Item2)))
        {
            _unsettled[Math.Min(character, _unsettled.Length - 1)] = true;
        }
    }

    /// <summary>Whether a text with this character may be out of normal form: marks, exclusions, and what joins the character before it.</summary>
    public bool IsUnsettled(int character) => _unsettled[Math.Min(character, _unsettled.Length - 1)] || Hangul.IsJoining(character);

    /// <summary>The canonical combining class, 0 for what begins a sequence.</summary>
    public byte ClassOf(int character) => _classes.GetValueOrDefault(character);

    /// <summary>What the character is made of, one step down; null when it is whole.</summary>
    public int[]? PartsOf(int character) => _parts.GetValueOrDefault(character);

    /// <summary>The character that the two make together; null when they make none.</summary>
    public int? Compose(int first, int second) => _wholes.TryGetValue((first, second), out var whole) ? whole : Hangul.Compose(first, second);

    private static void AddClass(Dictionary<int, byte> classes, string range, byte combiningClass)
    {
        var ends = range.Split('-').Select(CodeOf).ToArray();
        for (var character = ends[0]; character <= ends[^1]; character++)
        {
            classes[character] = combiningClass;
        }
    }

    private static IEnumerable<(string Name, string[] Items)> Lines()
    {
        using var stream = typeof(CanonicalTable).Assembly.GetManifestResourceStream("Safety.canonical.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                yield return (line[..colon], line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries));
            }
        }
    }

    private static int CodeOf(string hexadecimal) => int.Parse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
