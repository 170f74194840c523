using System.Globalization;

namespace CommonTrace.Core.Words;

/// <summary>A concept as its file has it: terms that people use for the same thing.</summary>
internal sealed record Concept(string Name, float Weight, IReadOnlyList<(string Term, float Weight)> Terms);

/// <summary>Reads the vocabulary, plain text files embedded in this assembly. Their form stands at their head.</summary>
internal static class VocabularyFiles
{
    /// <summary>Files that name concepts of the others and add to them how laymen call them, which is vaguer: so much weigh their terms.</summary>
    private static readonly (string File, float Weight)[] Everyday = [("everyday-things.txt", EverydayWeight), ("everyday-actions.txt", EverydayWeight)];

    private const float EverydayWeight = 0.6f;

    /// <summary>Groups of terms that mean the same, the long form first.</summary>
    public static List<string[]> ReadAliases() => [.. Lines("aliases.txt").Select(line => line.Text.Split(' '))];

    /// <summary>All concepts with all their terms.</summary>
    public static List<Concept> ReadVocabulary()
    {
        var concepts = ReadConcepts("concepts.txt", "technologies.txt");
        var byName = concepts.ToDictionary(concept => concept.Name);
        foreach (var (file, weight) in Everyday)
        {
            foreach (var everyday in ReadConcepts(file))
            {
                var concept = byName.GetValueOrDefault(everyday.Name)
                    ?? throw new FormatException($"{file}: '{everyday.Name}' is no concept of concepts.txt or technologies.txt. Add it there first.");
                ((List<(string, float)>)concept.Terms).AddRange(everyday.Terms.Select(term => (term.Term, term.Weight * everyday.Weight * weight)));
            }
        }

        return concepts;
    }

    /// <summary>The concepts of the files, in their order: the order is part of the model.</summary>
    public static List<Concept> ReadConcepts(params IEnumerable<string> files)
    {
        var concepts = new List<Concept>();
        foreach (var line in files.SelectMany(Lines))
        {
            if (line.Text[0] != ' ')
            {
                concepts.Add(Open(line));
            }
            else
            {
                Continue(concepts[^1], line, line.Text);
            }
        }

        return concepts;
    }

    /// <summary>Lines that are neither empty nor a comment.</summary>
    public static IEnumerable<(string File, int Number, string Text)> Lines(string file)
    {
        using var stream = typeof(VocabularyFiles).Assembly.GetManifestResourceStream($"Words.{file}")
            ?? throw new InvalidOperationException($"The resource 'Words.{file}' is not embedded in this assembly.");
        using var reader = new StreamReader(stream);
        for (var number = 1; reader.ReadLine() is { } text; number++)
        {
            if (text.Length > 0 && text[0] != '#')
            {
                yield return (file, number, text);
            }
        }
    }

    private static Concept Open((string File, int Number, string Text) line)
    {
        var colon = line.Text.IndexOf(": ", StringComparison.Ordinal);
        if (colon <= 0)
        {
            throw new FormatException($"{line.File}({line.Number}): a line is 'name: term term', or begins with a space and goes on.");
        }

        var (name, weight) = Weighted(line, line.Text[..colon]);
        var concept = new Concept(name, weight, new List<(string, float)>());
        Continue(concept, line, line.Text[(colon + 1)..]);
        return concept;
    }

    private static void Continue(Concept concept, (string File, int Number, string Text) line, string terms) =>
        ((List<(string, float)>)concept.Terms).AddRange(terms.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(term => Weighted(line, term)));

    private static (string Term, float Weight) Weighted((string File, int Number, string Text) line, string term)
    {
        var star = term.IndexOf('*');
        if (star < 0)
        {
            return (term, 1);
        }

        return float.TryParse(term[(star + 1)..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight) && weight is > 0 and <= 1
            ? (term[..star], weight)
            : throw new FormatException($"{line.File}({line.Number}): the weight of '{term}' is no number above 0 and up to 1.");
    }
}
