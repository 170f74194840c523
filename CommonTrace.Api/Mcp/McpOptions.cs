using System.ComponentModel.DataAnnotations;

namespace CommonTrace.Api.Mcp;

/// <summary>From where agents may call. Section <c>Mcp</c>.</summary>
internal sealed class McpOptions : IValidatableObject
{
    public const string Section = "Mcp";

    /// <summary>Pages that may call from a browser, such as <c>https://agents.example.org</c>, beside the server's own. Default: none.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>The names that clients may reach the server by, without a port. Default: none, which allows any; but loopback addresses only by their own names.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
    [
        .. AllowedOrigins.Where(origin => !IsOrigin(origin)).Select(origin => new ValidationResult(
            $"Mcp:AllowedOrigins: '{origin}' is no origin; write scheme, name and port only, such as https://agents.example.org.", [nameof(AllowedOrigins)])),
        .. AllowedHosts.Where(host => Uri.CheckHostName(host) is UriHostNameType.Unknown).Select(host => new ValidationResult(
            $"Mcp:AllowedHosts: '{host}' is no name of a host; write it without scheme and port, such as traces.example.org.", [nameof(AllowedHosts)])),
    ];

    // As browsers spell it: in lower case, without a default port or a slash at the end.
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https") && uri.GetLeftPart(UriPartial.Authority) == text;
}
