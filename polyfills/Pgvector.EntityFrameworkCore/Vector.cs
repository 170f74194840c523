using System.Globalization;

namespace Pgvector;

/// <summary>A value of PostgreSQL's <c>vector</c> type. It is compared by its elements.</summary>
public class Vector : IEquatable<Vector>
{
    public Vector(ReadOnlyMemory<float> v) => Memory = v;

    /// <summary>Reads pgvector's text form, <c>[1,2,3]</c>.</summary>
    /// <exception cref="FormatException">The text is not a bracketed list of numbers.</exception>
    public Vector(string s)
    {
        ArgumentNullException.ThrowIfNull(s);

        if (s is not ['[', .. var elements, ']'])
        {
            throw new FormatException($"'{s}' is not a vector. Write it as '[1,2,3]'.");
        }

        Memory = Array.ConvertAll(elements.Split(','), element => float.Parse(element, CultureInfo.InvariantCulture));
    }

    public ReadOnlyMemory<float> Memory { get; }

    public static bool operator ==(Vector? x, Vector? y) => Equals(x, y);

    public static bool operator !=(Vector? x, Vector? y) => !Equals(x, y);

    public float[] ToArray() => Memory.ToArray();

    public override string ToString() =>
        $"[{string.Join(',', ToArray().Select(element => element.ToString(CultureInfo.InvariantCulture)))}]";

    public bool Equals(Vector? other) => other is not null && Memory.Span.SequenceEqual(other.Memory.Span);

    public override bool Equals(object? obj) => Equals(obj as Vector);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var element in Memory.Span)
        {
            hash.Add(element);
        }

        return hash.ToHashCode();
    }
}
