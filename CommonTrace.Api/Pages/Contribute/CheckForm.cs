using CommonTrace.Core.Safety;
using CommonTrace.Core.Search.Similar;
using CommonTrace.Core.Tags;
using CommonTrace.Core.Traces;

namespace CommonTrace.Api.Pages.Contribute;

/// <summary>Says of a form, half filled in or whole, what sending it would say.</summary>
internal sealed class CheckForm(CheckTrace check, CheckEdit checkEdit)
{
    private static readonly string[] Required = ["title", "context_text", "solution_text"];

    /// <summary>Runs it.</summary>
    /// <param name="standing">The trace that is edited; null for a new one.</param>
    public async Task<FormCheck> ExecuteAsync(TraceForm form, TraceView? standing, CancellationToken cancellationToken)
    {
        var (request, fault) = form.ToContribution();
        if (fault is not null)
        {
            return CheckPart(request.ToNewTrace(), fault.Errors!);
        }

        var answer = standing is null
            ? await check.ExecuteAsync(request.ToNewTrace(), cancellationToken)
            : await checkEdit.ExecuteAsync(standing, request.ToNewTrace(), cancellationToken);
        if (!answer.Succeeded(out var found, out var failure))
        {
            return new FormCheck { Faults = failure.Errors!, Secrets = failure.Findings ?? [] };
        }

        var duplicate = await check.DuplicateOfAsync(found, cancellationToken);
        return new FormCheck
        {
            Redactions = found.Redactions,
            Flags = found.Flags,
            Tags = found.Tags,
            DroppedTags = found.DroppedTags,
            Similar = found.Similar,
            DuplicateOf = duplicate == standing?.Id ? null : duplicate,
            Preview = found.Trace,
        };
    }

    // What is there is looked at already, without its neighbours: those are found by all of it.
    private static FormCheck CheckPart(NewTrace trace, IReadOnlyDictionary<string, string[]> faults)
    {
        var missing = Required.Where(field => faults.TryGetValue(field, out var what) && what is ["is required." or "must not be empty."]).ToList();
        var told = faults.Where(fault => !missing.Contains(fault.Key)).ToDictionary();
        var readable = told.ContainsKey("metadata_json") ? trace with { MetadataJson = null } : trace;
        if (!readable.Screen().Succeeded(out var screened, out var failure))
        {
            foreach (var (field, what) in failure.Errors!)
            {
                told.TryAdd(field, what);
            }

            return new FormCheck { Faults = told, Missing = missing, Secrets = failure.Findings ?? [] };
        }

        var (tags, dropped) = Tag.NormalizeAll(trace.Tags);
        return new FormCheck
        {
            Faults = told,
            Missing = missing,
            Redactions = screened.Redactions,
            Flags = screened.Flags,
            Tags = tags,
            DroppedTags = dropped,
            Preview = screened.Trace,
        };
    }
}

/// <summary>What is known of a form before it is sent.</summary>
public sealed record FormCheck
{
    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, string[]> Faults { get; init; } = new Dictionary<string, string[]>();

    /// <summary>The fields that are still empty and must not be.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Where secrets stand; they are among the faults too.</summary>
    public IReadOnlyList<TextFinding> Secrets { get; init; } = [];

    public IReadOnlyList<TextFinding> Redactions { get; init; } = [];

    public IReadOnlyList<string> Flags { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<string> DroppedTags { get; init; } = [];

    public IReadOnlyList<SimilarTrace> Similar { get; init; } = [];

    /// <summary>Another trace of the same content.</summary>
    public Guid? DuplicateOf { get; init; }

    /// <summary>As it would be stored; null when nothing of it would.</summary>
    public NewTrace? Preview { get; init; }

    /// <summary>All of it in a line.</summary>
    public string Summary => (Faults.Count, Missing.Count) switch
    {
        ( > 0, _) => Faults.Count == 1 ? "One field needs a change." : $"{Faults.Count} fields need a change.",
        (0, > 0) => "Fine so far.",
        _ => DuplicateOf is not null ? "The same trace is there already." : Similar.Count > 0 ? "It can be stored; nearly the same is there already." : "It can be stored.",
    };
}
