using System.Security.Cryptography;
using System.Text;
using CommonTrace.Core.Data;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Safety;
using CommonTrace.Core.Search.Similar;
using CommonTrace.Core.Tags;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NpgsqlTypes;

namespace CommonTrace.Core.Traces;

/// <summary>Says what submitting a trace would say, and stores nothing. A contribution begins with it: the gates that every trace passes, cheap first.</summary>
public sealed class CheckTrace(CommonTraceDbContext database, FindSimilar similar, IOptions<SafetyOptions> options)
{
    /// <summary>Under how many other titles the same solution may stand already.</summary>
    private const int MostTitles = 2;

    private const string KnownSql =
        """
        select $2::uuid is null or exists (select from traces where tenant_id = $1 and id = $2),
            (select count(*) from (select distinct title from traces where tenant_id = $1 and solution_hash = $3 and title <> $4 limit $5) titles)
        """;

    public async Task<Result<CheckedTrace>> ExecuteAsync(NewTrace submitted, CancellationToken cancellationToken)
    {
        if (!submitted.Screen().Succeeded(out var screened, out var refusal))
        {
            return refusal;
        }

        var trace = screened.Trace;
        var solutionHash = HashOfSolution(trace.SolutionText);
        if (FaultOf(trace) is { } fault)
        {
            return SafetyFailures.BelowQualityFloor(fault);
        }

        if (await FaultAmongOthersAsync(trace, solutionHash, cancellationToken) is { } failure)
        {
            return failure;
        }

        var (tags, dropped) = Tag.NormalizeAll(trace.Tags);
        return new CheckedTrace(
            trace, EmbeddingText.Hash(trace.Title, trace.ContextText, trace.SolutionText), solutionHash, tags, dropped, screened.Redactions, screened.Flags,
            await similar.ExecuteAsync(trace.Title, trace.ContextText, trace.SolutionText, cancellationToken));
    }

    /// <summary>By which the same solution under another title is known; 32 bytes.</summary>
    public static byte[] HashOfSolution(string solutionText) => SHA256.HashData(Encoding.UTF8.GetBytes(solutionText));

    /// <summary>
    /// Why a trace cannot be superseded: it was deleted, or never was. Anybody may supersede a trace: both stay readable, and searches and votes say
    /// which is better. Null when nothing is in the way.
    /// </summary>
    internal async Task<Failure?> RefusalToSupersedeAsync(Guid older, CancellationToken cancellationToken) =>
        await database.Traces.AnyAsync(trace => trace.Id == older, cancellationToken) ? null
        : await database.WhyMissingAsync(older, cancellationToken) is { Code: "trace.deleted" } deleted
            ? Failure.Field("supersedes_trace_id", deleted.Detail) with { Code = deleted.Code }
            : Failure.Field("supersedes_trace_id", $"there is no trace {older}.");

    /// <summary>The trace of the same content that stands already.</summary>
    public async Task<Guid?> DuplicateOfAsync(CheckedTrace trace, CancellationToken cancellationToken) =>
        await database.Traces.Where(row => row.ContentHash == trace.ContentHash).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(cancellationToken);

    private QualityFault? FaultOf(NewTrace trace) =>
        options.Value.QualityFloor ? QualityFloor.FaultOf(trace.Title, trace.ContextText, trace.SolutionText) : null;

    private async Task<Failure?> FaultAmongOthersAsync(NewTrace trace, byte[] solutionHash, CancellationToken cancellationToken)
    {
        var (isKnown, titles) = (await database.QueryAsync(
            KnownSql,
            [
                new() { Value = (object?)database.TenantId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
                new() { Value = (object?)trace.SupersedesTraceId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
                new() { Value = solutionHash }, new() { Value = trace.Title }, new() { Value = MostTitles + 1 },
            ],
            row => (row.GetBoolean(0), row.GetInt64(1)),
            cancellationToken))[0];
        return !isKnown ? await RefusalToSupersedeAsync(trace.SupersedesTraceId!.Value, cancellationToken)
            : titles > MostTitles && options.Value.QualityFloor ? SafetyFailures.BelowQualityFloor(new QualityFault(
                "quality.repeated_solution", "solution_text", $"stands under {MostTitles + 1} other titles already; vote for one of them, or say what is different here."))
            : null;
    }
}

/// <summary>What is known of a submission before it is stored.</summary>
/// <param name="Trace">The trace as it may be stored, behind the gates.</param>
/// <param name="ContentHash">By which equal content is known; 32 bytes.</param>
/// <param name="SolutionHash">By which the equal solution is known; 32 bytes.</param>
/// <param name="Tags">The tags it would bear.</param>
/// <param name="DroppedTags">What could not be made a tag.</param>
/// <param name="Redactions">What was replaced in its texts.</param>
/// <param name="Flags">Signs of injection or danger in its texts.</param>
/// <param name="Similar">Traces with nearly the same content; at most 3.</param>
public sealed record CheckedTrace(
    NewTrace Trace, byte[] ContentHash, byte[] SolutionHash, IReadOnlyList<string> Tags, IReadOnlyList<string> DroppedTags,
    IReadOnlyList<TextFinding> Redactions, IReadOnlyList<string> Flags, IReadOnlyList<SimilarTrace> Similar);
