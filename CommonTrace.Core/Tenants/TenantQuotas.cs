namespace CommonTrace.Core.Tenants;

/// <summary>What a tenant may use; null for as much as it likes. A day begins at midnight UTC.</summary>
/// <param name="MaxTraces">How many traces it may hold.</param>
/// <param name="MaxWritesADay">How many writing calls.</param>
/// <param name="MaxEmbeddingTokensADay">How many tokens its traces may cost the embedding model.</param>
public sealed record TenantQuotas(long? MaxTraces, long? MaxWritesADay, long? MaxEmbeddingTokensADay)
{
    public static readonly TenantQuotas None = new(null, null, null);
}
