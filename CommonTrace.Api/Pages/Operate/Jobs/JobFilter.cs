using CommonTrace.Core;
using CommonTrace.Core.Jobs;
using CommonTrace.Core.Paging;
using Microsoft.AspNetCore.Http.Extensions;

namespace CommonTrace.Api.Pages.Operate.Jobs;

/// <summary>Which jobs are asked for, as it was typed.</summary>
public sealed record JobFilter(string? Status, string? TraceId, string? TenantId)
{
    /// <summary>What is wrong with it; null when nothing is.</summary>
    public Failure? Fault =>
        Status is not null && !JobStatus.All.Contains(Status) ? Failure.Field("status", $"must be {string.Join(", ", JobStatus.All)}.")
        : TraceId is not null && !Guid.TryParse(TraceId, out _) ? Failure.Field("trace_id", "must be a trace's id, such as stands in its address.")
        : TenantId is not null && !Guid.TryParse(TenantId, out _) ? Failure.Field("tenant_id", "must be a tenant's id.")
        : null;

    /// <summary>Whether anything is left out.</summary>
    public bool IsNarrow => (Status ?? TraceId ?? TenantId) is not null;

    public JobQuery ToQuery(string? cursor) => new(Id(TenantId), Status, Id(TraceId), PageLimit.Default, cursor);

    /// <summary>The address of another page of the same.</summary>
    public string Address(string? cursor)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in new[] { ("status", Status), ("trace_id", TraceId), ("tenant_id", TenantId), ("cursor", cursor) })
        {
            if (value is not null)
            {
                query.Add(name, value);
            }
        }

        return $"/operate/jobs{query.ToQueryString()}#jobs";
    }

    private static Guid? Id(string? text) => text is null ? null : Guid.Parse(text);
}
