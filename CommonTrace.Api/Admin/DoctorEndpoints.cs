using CommonTrace.Api.Auth;
using CommonTrace.Core.Doctor;
using CommonTrace.Core.Users;
using CommonTrace.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommonTrace.Api.Admin;

internal static class DoctorEndpoints
{
    public static void MapDoctor(this RouteGroupBuilder api) =>
        api.MapGet("/admin/doctor", Examine).WithTags("Operations").WithSummary("Say what is wrong with the database and the queue, and what to do").RequireScope(Scopes.Operate);

    private static async Task<Ok<DoctorResponse>> Examine(ExamineSystem examine, CancellationToken cancellationToken) =>
        TypedResults.Ok(DoctorResponse.Of(await examine.ExecuteAsync(cancellationToken), ServerVersion.Current));
}
