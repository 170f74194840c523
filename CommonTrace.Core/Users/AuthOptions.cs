using System.ComponentModel.DataAnnotations;
using System.Net;

namespace CommonTrace.Core.Users;

/// <summary>Who may come in. Section <c>Auth</c>.</summary>
public sealed class AuthOptions : IValidatableObject
{
    public const string Section = "Auth";

    /// <summary>The operator's key: any text of 32 or more characters, with every scope. Without it there is no operator.</summary>
    [MinLength(32, ErrorMessage = "Auth:OperatorKey must have 32 or more characters; leave it out to have no operator.")]
    public string? OperatorKey { get; init; }

    /// <summary>Keys are stored as HMAC-SHA-256 under this secret; without it as SHA-256. Changing it makes every key unknown.</summary>
    public string? Pepper { get; init; }

    /// <summary>Whether a stranger may register. Default: <see cref="Registration.Open"/>.</summary>
    [EnumDataType(typeof(Registration))]
    public Registration Registration { get; init; } = Registration.Open;

    /// <summary>How many registrations one address may try in an hour. Default: 10; 0 lifts the limit.</summary>
    [Range(0, 1_000_000)]
    public int RegistrationsPerHour { get; init; } = 10;

    /// <summary>
    /// The proxies in front of the API: addresses (<c>10.0.0.7</c>) or networks (<c>10.0.0.0/8</c>). Only what comes through them may say by
    /// <c>X-Forwarded-For</c> whose call it is. Default: none.
    /// </summary>
    public IReadOnlyList<string> KnownProxies { get; init; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => KnownProxies
        .Where(proxy => NetworkOf(proxy) is null)
        .Select(proxy => new ValidationResult(
            $"Auth:KnownProxies: '{proxy}' is neither an address such as 10.0.0.7 nor a network such as 10.0.0.0/8.", [nameof(KnownProxies)]));

    /// <summary>The network that an entry of <see cref="KnownProxies"/> names; an address is a network of one. Null when it is neither.</summary>
    public static IPNetwork? NetworkOf(string proxy)
    {
        if (IPNetwork.TryParse(proxy, out var network))
        {
            return network;
        }

        // "10" would be read as 0.0.0.10.
        return proxy.AsSpan().ContainsAny('.', ':') && IPAddress.TryParse(proxy, out var address)
            ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : null;
    }
}

/// <summary>Who may register.</summary>
public enum Registration
{
    /// <summary>Anyone.</summary>
    Open,

    /// <summary>Whoever has an invitation.</summary>
    Invite,

    /// <summary>Nobody.</summary>
    Closed,
}
