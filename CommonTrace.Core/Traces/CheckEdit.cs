using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Safety;
using CommonTrace.Core.Search.Similar;
using CommonTrace.Core.Tags;
using Microsoft.Extensions.Options;

namespace CommonTrace.Core.Traces;

/// <summary>Says what changing a trace would say, and changes nothing.</summary>
public sealed class CheckEdit(FindSimilar similar, IOptions<SafetyOptions> options)
{
    /// <summary>Runs it.</summary>
    /// <param name="standing">The trace as it stands.</param>
    /// <param name="edited">What it would say.</param>
    /// <returns>What <see cref="CheckTrace"/> answers, the trace itself left out of what is similar; or why it would be refused.</returns>
    public async Task<Result<CheckedTrace>> ExecuteAsync(TraceView standing, NewTrace edited, CancellationToken cancellationToken)
    {
        if (!edited.Screen().Succeeded(out var screened, out var refusal))
        {
            return refusal;
        }

        var (title, context, solution) = (screened.Trace.Title, screened.Trace.ContextText, screened.Trace.SolutionText);
        if (options.Value.QualityFloor && (title, context, solution) != (standing.Title, standing.ContextText, standing.SolutionText)
            && QualityFloor.FaultOf(title, context, solution) is { } fault)
        {
            return SafetyFailures.BelowQualityFloor(fault);
        }

        var (tags, dropped) = Tag.NormalizeAll(edited.Tags);
        var near = await similar.ExecuteAsync(title, context, solution, cancellationToken);
        return new CheckedTrace(
            screened.Trace, EmbeddingText.Hash(title, context, solution), CheckTrace.HashOfSolution(solution), tags, dropped, screened.Redactions,
            screened.Flags, [.. near.Where(trace => trace.Id != standing.Id)]);
    }
}
