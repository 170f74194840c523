using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace CommonTrace.Cli.Moving.From;

/// <summary>What a note says of itself between the first two <c>---</c>.</summary>
internal sealed class FrontMatter
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder().Build();

    private readonly Dictionary<string, object?> _fields = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="text">YAML, without the lines around it; empty for a note without.</param>
    public FrontMatter(string text)
    {
        try
        {
            foreach (var (name, value) in Yaml.Deserialize<Dictionary<string, object?>?>(text) ?? [])
            {
                _fields[name] = value;
            }
        }
        catch (YamlException exception)
        {
            throw new NoteException("import.front_matter", $"The front matter is no YAML mapping: {exception.Message}", exception.Start.Line + 1);
        }
    }

    /// <summary>The first of these fields that is there.</summary>
    public string? Text(params IEnumerable<string> names) =>
        names.Select(name => _fields.GetValueOrDefault(name) as string).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text))?.Trim();

    /// <summary>A list of any spelling: <c>[a, b]</c>, one a line, or <c>a, b</c>; without the <c>#</c> that some put before a tag.</summary>
    public IEnumerable<string> List(string name)
    {
        var items = _fields.GetValueOrDefault(name) switch
        {
            IEnumerable<object?> list => list.OfType<string>(),
            string text => text.Split(text.Contains(',', StringComparison.Ordinal) ? ',' : ' '),
            _ => [],
        };
        return items.Select(item => item.Trim().TrimStart('#')).Where(item => item.Length > 0);
    }

    /// <summary>The first of these fields that is there, in UTC when it names no zone.</summary>
    public DateTimeOffset? Time(params IEnumerable<string> names)
    {
        if (Text(names) is not { } text)
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new NoteException("import.date", $"\"{text}\" is no date; write it as 2026-03-14 or 2026-03-14T15:09:26Z.");
    }
}
