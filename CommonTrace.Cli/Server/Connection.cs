namespace CommonTrace.Cli.Server;

/// <summary>Which server, with which key, in which tenant.</summary>
/// <param name="Url">The server's address.</param>
/// <param name="Key">Null when none is known: some calls need none.</param>
/// <param name="TenantId">The tenant that an operator acts in; null for the key's own.</param>
internal sealed record Connection(Uri Url, string? Key, Guid? TenantId)
{
    /// <summary>Where an AppHost on this machine serves.</summary>
    public const string DefaultUrl = "http://localhost:5180";

    /// <summary>The key, which can be sent in a header; fails when it cannot.</summary>
    public string? SendableKey => Key is null || (Key.All(char.IsAscii) && !Key.Any(char.IsControl))
        ? Key
        : throw CliException.Usage("The key has characters that no key has.");

    /// <summary>What holds: the option, then the environment, then the file of <c>commontrace login</c>.</summary>
    public static Connection Find(string? url, Guid? tenantId)
    {
        var (chosen, key) = (url ?? Set("COMMONTRACE_URL"), KeyOfEnvironment);
        var saved = chosen is null || key is null ? SavedConnection.Read() : null;
        var server = Parse(chosen ?? saved?.Url ?? DefaultUrl);
        // A key goes to the server that it was saved for, and to no other.
        return new Connection(server, key ?? (saved is not null && Parse(saved.Url) == server ? saved.Key : null), tenantId);
    }

    /// <summary>The key that wins over the saved one; null when there is none.</summary>
    public static string? KeyOfEnvironment => Set("COMMONTRACE_API_KEY");

    public static Uri Parse(string url) =>
        Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var parsed) && parsed is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" }
            ? parsed
            : throw CliException.Usage($"\"{url}\" is no server's address; give one such as {DefaultUrl}.");

    private static string? Set(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
