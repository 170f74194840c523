using CommonTrace.Core.Users;
using Microsoft.Extensions.DependencyInjection;

namespace CommonTrace.Core.Tenants;

/// <summary>Registers what is done with keys, people and tenants.</summary>
internal static class TenantServices
{
    public static void AddKeysAndTenants(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeyHasher>();
        services.AddSingleton<KnownKeys>();
        services.AddSingleton<ProtectionKeys>();
        services.AddSingleton<ForgetKeys>();
        services.AddScoped<AuthenticateKey>();
        services.AddScoped<RegisterUser>();
        services.AddScoped<GetProfile>();
        services.AddScoped<RecheckKey>();
        services.AddScoped<ListKeys>();
        services.AddScoped<MintKey>();
        services.AddScoped<RevokeKey>();
        services.AddScoped<GetContributor>();
        services.AddScoped<SpendQuota>();
        services.AddSingleton<MintKeyFor>();
        services.AddSingleton<RevokeLeakedKeys>();
        services.AddSingleton<ListTenants>();
        services.AddSingleton<CreateTenant>();
        services.AddSingleton<ChangeQuotas>();
        services.AddSingleton<DeleteTenant>();
        services.AddSingleton<AddTenantUser>();
        services.AddSingleton<InviteToTenant>();
    }
}
