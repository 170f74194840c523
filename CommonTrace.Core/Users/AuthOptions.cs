using System.ComponentModel.DataAnnotations;

namespace CommonTrace.Core.Users;

/// <summary>Who may come in. Section <c>Auth</c>.</summary>
public sealed class AuthOptions
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
