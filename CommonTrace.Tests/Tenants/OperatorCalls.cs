using System.Net;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Tenants;

/// <summary>What an operator does to tenants, over HTTP.</summary>
internal static class OperatorCalls
{
    public const string TenantsPath = "/api/v1/admin/tenants";

    /// <summary>Makes a tenant and answers its id.</summary>
    public static async Task<Guid> CreateTenantAsync(this HttpClient operatorClient, object? quotas = null, string? name = null) =>
        (await operatorClient.PostAnswerAsync(TenantsPath, new { name = name ?? $"tenant {Guid.CreateVersion7()}", quotas })).Is(HttpStatusCode.Created).Id;

    /// <summary>Adds a user to a tenant and answers their key.</summary>
    public static async Task<string> AddUserAsync(this HttpClient operatorClient, Guid tenant, params string[] scopes) =>
        (await operatorClient.PostAnswerAsync($"{TenantsPath}/{tenant}/keys", scopes.Length == 0 ? new { } : new { scopes })).Is(HttpStatusCode.Created)
        .Body.GetProperty("api_key").GetString()!;

    public static Task<Answer> DeleteAnswerAsync(this HttpClient client, string path) => client.CallAsync(HttpMethod.Delete, path, null);

    /// <summary>What the audit says of the last such action on a tenant; null when there was none.</summary>
    public static async Task<string?> AuditedAsync(this TestApp app, string action, Guid tenant) =>
        await app.SqlAsync("select detail::text from audit_log where action = $1 and detail->>'tenant_id' = $2 order by id desc limit 1", action, tenant.ToString()) as string;
}
