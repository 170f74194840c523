using CommonTrace.Core.Safety;
using CommonTrace.Core.Tags;
using CommonTrace.Core.Users;

namespace CommonTrace.Core.Traces;

/// <summary>Changes what a trace says, for its author or a moderator. Two edits at once both count; one that names a version counts only upon that.</summary>
public sealed class EditTrace(ReviseTrace revise)
{
    /// <summary>Runs it.</summary>
    /// <param name="versions">The versions that the caller means (<c>If-Match</c>); null for whichever stands.</param>
    public async Task<Result<EditedTrace>> ExecuteAsync(
        Caller caller, Guid id, TraceEdit edit, IReadOnlyList<int>? versions, CancellationToken cancellationToken)
    {
        if (!edit.Screen().Succeeded(out var screened, out var refusal))
        {
            return refusal;
        }

        var (tags, dropped) = edit.Tags is null ? (null, []) : Tag.NormalizeAll(edit.Tags);
        var revision = new Revision("trace.edit", versions, standing => Task.FromResult<Result<TraceContent>>(screened.Edit.Over(standing.Content, tags)))
        {
            Flags = screened.Flags,
        };
        var revised = await revise.ExecuteAsync(caller, id, revision, cancellationToken);
        return revised.Succeeded(out var trace, out var failure) ? new EditedTrace(trace, dropped, screened.Redactions) : failure;
    }
}

/// <summary>What became of an edit.</summary>
/// <param name="Trace">The trace as the edit left it.</param>
/// <param name="DroppedTags">What could not be made a tag.</param>
/// <param name="Redactions">What was replaced in the texts of the edit.</param>
public sealed record EditedTrace(TraceView Trace, IReadOnlyList<string> DroppedTags, IReadOnlyList<TextFinding> Redactions);
