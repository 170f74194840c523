using System.Text.Json;
using System.Text.Json.Serialization;

namespace CommonTrace.Core.Evaluation;

/// <summary>
/// The files of an evaluation set. Traces, queries and the split are read in this order; each throws an <see cref="InvalidDataException"/> with
/// all the faults it has, so that an author mends them in one go.
/// </summary>
internal sealed class EvaluationFiles(string folder)
{
    private const string SplitFile = "split.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        WriteIndented = true,
        NewLine = "\n",
    };

    private readonly List<string> _faults = [];

    public IReadOnlyList<EvaluationTrace> ReadTraces()
    {
        var traces = ReadFolder<EvaluationTrace>("traces", trace => trace.Key);
        ThrowIfFaulty();
        return [.. traces.Select(trace => trace.Item)];
    }

    public IReadOnlyList<JudgedQuery> ReadQueries(IEnumerable<EvaluationTrace> traces)
    {
        var queries = ReadFolder<JudgedQuery>("queries", query => query.Key);
        var known = traces.Select(trace => trace.Key).ToHashSet();
        _faults.AddRange(queries.SelectMany(query => FaultsOf(query.Item, known).Select(fault => $"{query.File}: {query.Item.Key}: {fault}")));
        ThrowIfFaulty();
        return [.. queries.Select(query => query.Item)];
    }

    /// <summary>The split as it stands, which may lack queries; empty when there is none.</summary>
    public EvaluationSplit ReadSplit(IEnumerable<JudgedQuery> queries)
    {
        var split = (File.Exists(Path.Combine(folder, SplitFile)) ? Read<EvaluationSplit>(SplitFile) : null) ?? EvaluationSplit.Empty;
        var places = split.Tune.Concat(split.Report).CountBy(key => key).ToDictionary();
        var repeated = places.Where(place => place.Value > 1).Select(place => $"{place.Key}: is in it {place.Value} times; a query is in one half, once.");
        var unknown = places.Keys.Except(queries.Select(query => query.Key)).Select(key => $"{key}: there is no such query; take it out.");
        _faults.AddRange(repeated.Concat(unknown).Select(fault => $"{SplitFile}: {fault}"));
        ThrowIfFaulty();
        return split;
    }

    public EvaluationSplit ReadCompleteSplit(IReadOnlyCollection<JudgedQuery> queries)
    {
        var split = ReadSplit(queries);
        var missing = queries.Select(query => query.Key).Except(split.Tune).Except(split.Report);
        _faults.AddRange(missing.Select(key => $"{SplitFile}: {key}: is in no half; `eval --split` adds it."));
        ThrowIfFaulty();
        return split;
    }

    public void WriteSplit(EvaluationSplit split) => File.WriteAllText(Path.Combine(folder, SplitFile), JsonSerializer.Serialize(split, Json) + "\n");

    private void ThrowIfFaulty()
    {
        if (_faults.Count > 0)
        {
            throw new InvalidDataException($"The evaluation set in {folder} has faults:\n{string.Join('\n', _faults)}");
        }
    }

    /// <summary>The entries of all files, by key; of a key that is there twice, only the first.</summary>
    private List<(string File, T Item)> ReadFolder<T>(string name, Func<T, string> keyOf)
    {
        var path = Path.Combine(folder, name);
        var items = new SortedDictionary<string, (string File, T Item)>(StringComparer.Ordinal);
        foreach (var file in Directory.Exists(path) ? Directory.GetFiles(path, "*.json").Order(StringComparer.Ordinal).Select(Path.GetFileName) : [])
        {
            var shown = $"{name}/{file}";
            foreach (var (index, item) in (Read<List<T?>>(shown) ?? []).Index())
            {
                if (item is null || string.IsNullOrWhiteSpace(keyOf(item)))
                {
                    _faults.Add($"{shown}: entry {index + 1} has no key.");
                }
                else if (!items.TryAdd(keyOf(item), (shown, item)))
                {
                    _faults.Add($"{shown}: {keyOf(item)}: the key is in {items[keyOf(item)].File} already.");
                }
            }
        }

        if (items.Count == 0 && _faults.Count == 0)
        {
            _faults.Add($"{name}/: there are none; a *.json file holds an array of them.");
        }

        return [.. items.Values];
    }

    private T? Read<T>(string name)
    {
        try
        {
            using var file = File.OpenRead(Path.Combine(folder, name));
            return JsonSerializer.Deserialize<T>(file, Json) ?? throw new JsonException("The file holds null.");
        }
        catch (Exception exception) when (exception is JsonException or IOException)
        {
            _faults.Add($"{name}: {exception.Message}");
            return default;
        }
    }

    private static IEnumerable<string> FaultsOf(JudgedQuery query, HashSet<string> traces)
    {
        if (!EvaluationKind.All.Contains(query.Kind))
        {
            yield return $"kind: \"{query.Kind}\" is none of {string.Join(", ", EvaluationKind.All)}.";
        }

        if (string.IsNullOrWhiteSpace(query.Text) || query.Text.Length > JudgedQuery.LongestText)
        {
            yield return $"text: has {query.Text.Length} characters; 1 to {JudgedQuery.LongestText}, and not white space alone, can be searched for.";
        }

        if ((query.Kind == EvaluationKind.Negative) != (query.Relevant.Count == 0))
        {
            yield return $"relevant: has {query.Relevant.Count} traces; a negative query has none, any other has some.";
        }

        foreach (var (trace, grade) in query.Relevant)
        {
            if (!traces.Contains(trace))
            {
                yield return $"relevant: there is no trace \"{trace}\".";
            }

            if (grade is < JudgedQuery.LowestGrade or > JudgedQuery.HighestGrade)
            {
                yield return $"relevant: {trace} has the grade {grade}; it is {JudgedQuery.LowestGrade} to {JudgedQuery.HighestGrade}.";
            }
        }
    }
}
