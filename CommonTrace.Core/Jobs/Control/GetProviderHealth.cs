using Npgsql;

namespace CommonTrace.Core.Jobs.Control;

/// <summary>Tells an operator who makes the vectors that searches read, and what is the matter with them.</summary>
public sealed class GetProviderHealth(QueueDatabase database)
{
    private const string Sql =
        """
        select s.provider, s.model_id, s.model_version, s.dimensions, coalesce(c.state, 'closed'), c.changed_at, c.open_until, c.faults, c.code, c.detail
        from embedding_sets s left join embedding_circuits c on c.provider = s.provider and c.model_id = s.model_id
        where s.role = 'active'
        """;

    /// <summary>Runs it; null before the first vector was asked for.</summary>
    public async Task<ProviderHealth?> ExecuteAsync(CancellationToken cancellationToken) =>
        (await database.QueryAsync(Sql, [], Read, cancellationToken)).SingleOrDefault();

    private static ProviderHealth Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetString(4), row.GetFieldValue<DateTimeOffset?>(5),
        row.GetFieldValue<DateTimeOffset?>(6), row.GetFieldValue<int?>(7) ?? 0, Text(row, 8), Text(row, 9));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

/// <summary>The model behind the vectors that searches read, and the circuit to its provider.</summary>
/// <param name="Provider"><c>openai</c> or <c>local</c>.</param>
/// <param name="Model">The model's id.</param>
/// <param name="Version">The model's version.</param>
/// <param name="Dimensions">How many components a vector has.</param>
/// <param name="Breaker"><c>closed</c>, <c>open</c>, or <c>half_open</c> while somebody probes.</param>
/// <param name="Since">Since when the breaker stands so; null when it never opened.</param>
/// <param name="OpenUntil">When the provider is asked again; null when the breaker is closed.</param>
/// <param name="Faults">How often it opened in a row.</param>
/// <param name="Code">Why it is not closed, by a name that never changes.</param>
/// <param name="Detail">Why it is not closed, in a sentence.</param>
public sealed record ProviderHealth(
    string Provider, string Model, string Version, int Dimensions, string Breaker, DateTimeOffset? Since, DateTimeOffset? OpenUntil, int Faults,
    string? Code, string? Detail)
{
    /// <summary>What to do about it; null when nothing is to be done.</summary>
    public string? Advice => Breaker == "closed" ? null : Code switch
    {
        "provider.denied" => "Check the provider's key (OPENAI_API_KEY) and what its account may use.",
        "provider.model_not_found" => "Check Embedding:Model and Embedding:Endpoint: this provider does not know the model.",
        "provider.rate_limited" => "Nothing, if it passes: the provider said when to come back. Else raise the account's limit, or run fewer workers.",
        "provider.timeout" or "provider.unreachable" => "See that the provider runs, and that the workers reach Embedding:Endpoint.",
        _ => "Look at the provider's own status. Jobs wait and lose no attempt; workers ask it again by themselves.",
    };
}
