using System.Text.RegularExpressions;

namespace CommonTrace.Benchmarks.Embedder;

/// <summary>What one writes in ten minutes, as a yardstick: split on non-letters, hash words, pairs and 3–5-grams into buckets.</summary>
internal static partial class NaiveEmbedder
{
    private const int Dimensions = 1536;

    public static float[] Embed(string text)
    {
        var vector = new float[Dimensions];
        var words = NonLetters().Split(text.ToLowerInvariant());
        for (var index = 0; index < words.Length; index++)
        {
            Add(vector, words[index]);
            if (index > 0)
            {
                Add(vector, words[index - 1] + " " + words[index]);
            }

            for (var size = 3; size <= 5; size++)
            {
                for (var start = 0; start + size <= words[index].Length; start++)
                {
                    Add(vector, words[index].AsSpan(start, size));
                }
            }
        }

        var length = MathF.Sqrt(vector.Sum(component => component * component));
        return Array.ConvertAll(vector, component => component / length);
    }

    private static void Add(float[] vector, ReadOnlySpan<char> feature)
    {
        var hash = 2166136261;
        foreach (var letter in feature)
        {
            hash = (hash ^ letter) * 16777619;
        }

        vector[hash % Dimensions]++;
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NonLetters();
}
