namespace ModelContextProtocol.AspNetCore;

/// <summary>The versions of MCP that the package below speaks; being dates, they sort as text.</summary>
internal static class ProtocolVersions
{
    /// <summary>Spoken by whoever names none, and the only one with batches.</summary>
    public const string Assumed = "2025-03-26";

    private const string FirstStateless = "2026-07-28";

    public static readonly string[] All = ["2024-11-05", Assumed, "2025-06-18", "2025-11-25", FirstStateless];

    public static readonly string[] Stateless = [FirstStateless];

    /// <summary>Whether each request says in <c>_meta</c> what <c>initialize</c> said before.</summary>
    public static bool AreStateless(string? version) => string.CompareOrdinal(version, FirstStateless) >= 0;
}
