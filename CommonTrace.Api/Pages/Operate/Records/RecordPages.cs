using CommonTrace.Api.Errors;
using CommonTrace.Core.Audit;
using CommonTrace.Core.Doctor;
using CommonTrace.Core.Paging;
using CommonTrace.Core.Search.Misses;
using CommonTrace.Core.Users;
using CommonTrace.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommonTrace.Api.Pages.Operate.Records;

/// <summary>Who did what, what was searched for in vain, and what is wrong.</summary>
internal static class RecordPages
{
    public static void MapRecordPages(this RouteGroupBuilder operate)
    {
        operate.MapGet("/audit", ListAudit);
        operate.MapGet("/wanted", ListMisses);
        operate.MapGet("/doctor", Examine);
    }

    private static async Task<Results<RazorComponentResult<AuditPage>, ProblemHttpResult>> ListAudit(
        string? cursor, AuditLog audit, NameUsers names, CancellationToken cancellationToken)
    {
        var answer = await audit.ListAsync(PageLimit.Default, cursor, cancellationToken);
        return answer.Succeeded(out var page, out var failure)
            ? PageResults.Page<AuditPage>(new { Found = page, Names = await names.ExecuteAsync(page.Items.Select(record => record.ActorId), cancellationToken) })
            : failure.ToProblem();
    }

    private static async Task<Results<RazorComponentResult<WantedPage>, ProblemHttpResult>> ListMisses(
        string? cursor, ListWanted wanted, CancellationToken cancellationToken)
    {
        var answer = await wanted.ExecuteAsync(tenantId: null, PageLimit.Default, cursor, cancellationToken);
        return answer.Succeeded(out var page, out var failure) ? PageResults.Page<WantedPage>(new { Found = page }) : failure.ToProblem();
    }

    private static async Task<RazorComponentResult<DoctorPage>> Examine(ExamineSystem examine, CancellationToken cancellationToken) =>
        PageResults.Page<DoctorPage>(new { Found = await examine.ExecuteAsync(cancellationToken), Version = ServerVersion.Current });
}
