using System.ComponentModel.DataAnnotations;
using CommonTrace.Api.Validation;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Users;

namespace CommonTrace.Api.Tenants;

/// <summary>What a tenant may use; what is left out is not limited.</summary>
/// <param name="MaxTraces">How many traces it may hold.</param>
/// <param name="MaxWritesADay">How many writing calls, from midnight to midnight UTC.</param>
/// <param name="MaxEmbeddingTokensADay">How many tokens its traces may cost the embedding model, likewise.</param>
public sealed record Quotas(
    [property: Range(0, long.MaxValue, ErrorMessage = "must not be negative.")] long? MaxTraces,
    [property: Range(0, long.MaxValue, ErrorMessage = "must not be negative.")] long? MaxWritesADay,
    [property: Range(0, long.MaxValue, ErrorMessage = "must not be negative.")] long? MaxEmbeddingTokensADay)
{
    public TenantQuotas ToTenantQuotas() => new(MaxTraces, MaxWritesADay, MaxEmbeddingTokensADay);

    public static Quotas Of(TenantQuotas quotas) => new(quotas.MaxTraces, quotas.MaxWritesADay, quotas.MaxEmbeddingTokensADay);
}

/// <summary>A tenant to make.</summary>
public sealed record CreateTenantRequest([property: Required(ErrorMessage = "is required."), TextLength(1, 100)] string? Name, Quotas? Quotas);

/// <summary>The new tenant.</summary>
public sealed record CreateTenantResponse(Guid Id);

/// <summary>All of a tenant's quotas, anew.</summary>
public sealed record ChangeTenantRequest([property: Required(ErrorMessage = "is required.")] Quotas? Quotas);

/// <summary>A tenant's quotas as they stand now.</summary>
public sealed record ChangeTenantResponse(Guid Id, Quotas Quotas);

/// <summary>A page of tenants, the newest first.</summary>
public sealed record TenantsResponse(IReadOnlyList<TenantResponse> Tenants, string? NextCursor);

/// <summary>A tenant and its figures; the day began at midnight UTC.</summary>
/// <param name="Id">The tenant.</param>
/// <param name="Name">Unlike any other's.</param>
/// <param name="Traces">How many traces it holds.</param>
/// <param name="Users">How many people registered.</param>
/// <param name="Keys">How many keys work.</param>
/// <param name="Votes">How many votes stand.</param>
/// <param name="WritesToday">Writing calls; counted only where there is a quota.</param>
/// <param name="EmbeddingTokensToday">Tokens that were embedded.</param>
/// <param name="Quotas">What it may use.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record TenantResponse(
    Guid Id, string Name, long Traces, long Users, long Keys, long Votes, long WritesToday, long EmbeddingTokensToday, Quotas Quotas,
    DateTimeOffset CreatedAt)
{
    public static TenantResponse Of(TenantView tenant) => new(
        tenant.Id, tenant.Name, tenant.Traces, tenant.Users, tenant.Keys, tenant.Votes, tenant.WritesToday, tenant.EmbeddingTokensToday,
        Quotas.Of(tenant.Quotas), tenant.CreatedAt);
}

/// <summary>A user to add, with the scopes of the first key; all may be left out.</summary>
public sealed record AddUserRequest(
    [property: TextLength(3, 254)] string? Email,
    [property: TextLength(1, KeyLimits.Name)] string? DisplayName,
    IReadOnlyList<string?>? Scopes);

/// <summary>An invitation to make; all may be left out.</summary>
/// <param name="Scopes">What the keys of those who come may do; read and contribute when left out.</param>
/// <param name="MaxUses">How many may come by it; one when left out.</param>
/// <param name="ExpiresInDays">How long it lasts; seven days when left out.</param>
public sealed record InviteRequest(
    IReadOnlyList<string?>? Scopes,
    [property: Range(1, KeyLimits.InvitationUses, ErrorMessage = "must be from {1} to {2}.")] int? MaxUses,
    [property: Range(1, KeyLimits.Days, ErrorMessage = "must be from {1} to {2}.")] int? ExpiresInDays);

/// <summary>The new invitation; its code is shown this once.</summary>
public sealed record InviteResponse(
    Guid Id, string InvitationCode, Guid TenantId, IReadOnlyList<string> Scopes, int MaxUses, DateTimeOffset ExpiresAt, string Message);
