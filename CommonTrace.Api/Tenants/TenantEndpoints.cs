using System.ComponentModel.DataAnnotations;
using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Api.Keys;
using CommonTrace.Core.Paging;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommonTrace.Api.Tenants;

internal static class TenantEndpoints
{
    public static void MapTenants(this RouteGroupBuilder api)
    {
        var tenants = api.MapGroup("/admin/tenants").WithTags("Administration").RequireScope(Scopes.Operate);
        tenants.MapGet("", List).WithSummary("List tenants with their figures, the newest first");
        tenants.MapPost("", Create).WithSummary("Make a tenant");
        tenants.MapPatch("/{id:guid}", Change).WithSummary("Say anew what a tenant may use");
        tenants.MapDelete("/{id:guid}", Delete).WithSummary("Delete a tenant with all that belongs to it");
        tenants.MapPost("/{id:guid}/keys", AddUser).WithSummary("Add a user to a tenant and get the first key");
        tenants.MapPost("/{id:guid}/invitations", Invite).WithSummary("Make a code by which people register in a tenant");
    }

    private static async Task<Results<Ok<TenantsResponse>, ProblemHttpResult>> List(
        ListTenants list,
        [Range(1, PageLimit.Largest, ErrorMessage = "must be from {1} to {2}.")] int? limit,
        string? cursor,
        CancellationToken cancellationToken)
    {
        var answer = await list.ExecuteAsync(limit ?? PageLimit.Default, cursor, cancellationToken);
        return answer.Succeeded(out var page, out var failure)
            ? TypedResults.Ok(new TenantsResponse([.. page.Items.Select(TenantResponse.Of)], page.NextCursor))
            : failure.ToProblem();
    }

    private static async Task<Results<Created<CreateTenantResponse>, ProblemHttpResult>> Create(
        CreateTenantRequest request, CurrentCaller current, CreateTenant create, CancellationToken cancellationToken)
    {
        var answer = await create.ExecuteAsync(current.Caller, request.Name!, request.Quotas?.ToTenantQuotas() ?? TenantQuotas.None, cancellationToken);
        return answer.Succeeded(out var id, out var failure) ? TypedResults.Created((string?)null, new CreateTenantResponse(id)) : failure.ToProblem();
    }

    private static async Task<Results<Ok<ChangeTenantResponse>, ProblemHttpResult>> Change(
        Guid id, ChangeTenantRequest request, CurrentCaller current, ChangeQuotas change, CancellationToken cancellationToken)
    {
        var failure = await change.ExecuteAsync(current.Caller, id, request.Quotas!.ToTenantQuotas(), cancellationToken);
        return failure is null ? TypedResults.Ok(new ChangeTenantResponse(id, request.Quotas)) : failure.ToProblem();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        Guid id, CurrentCaller current, DeleteTenant delete, CancellationToken cancellationToken) =>
        await delete.ExecuteAsync(current.Caller, id, cancellationToken) is { } failure ? failure.ToProblem() : TypedResults.NoContent();

    private static async Task<Results<Created<RegisterResponse>, ProblemHttpResult>> AddUser(
        Guid id, AddUserRequest? request, CurrentCaller current, AddTenantUser add, CancellationToken cancellationToken)
    {
        var answer = await add.ExecuteAsync(current.Caller, id, request?.Email, request?.DisplayName, request?.Scopes, cancellationToken);
        return answer.Succeeded(out var user, out var failure) ? TypedResults.Created(KeyEndpoints.VerifyPath, RegisterResponse.Of(user)) : failure.ToProblem();
    }

    private static async Task<Results<Created<InviteResponse>, ProblemHttpResult>> Invite(
        Guid id, InviteRequest? request, CurrentCaller current, InviteToTenant invite, CancellationToken cancellationToken)
    {
        var answer = await invite.ExecuteAsync(
            current.Caller, id, request?.Scopes, request?.MaxUses ?? 1, request?.ExpiresInDays ?? KeyLimits.InvitationDays, cancellationToken);
        return answer.Succeeded(out var made, out var failure)
            ? TypedResults.Created((string?)null, new InviteResponse(
                made.Id, made.Code, made.TenantId, made.Scopes, made.MaxUses, made.ExpiresAt,
                "Keep this code: it is shown only now. Whoever has it registers by POST /api/v1/keys with invitation_code."))
            : failure.ToProblem();
    }
}
