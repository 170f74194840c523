using System.Text.RegularExpressions;
using CommonTrace.Core.Safety;

namespace CommonTrace.Core.Users;

/// <summary>What a new user tells of themselves, as it is stored.</summary>
/// <param name="Email">Lower-cased; null when none was given.</param>
/// <param name="DisplayName">Trimmed; null when none was given.</param>
internal sealed partial record UserDetails(string? Email, string? DisplayName)
{
    /// <summary>Reads both. The one place that every display name comes through.</summary>
    public static Result<UserDetails> Read(string? email, string? displayName)
    {
        var address = string.IsNullOrWhiteSpace(email) ? null : email.Trim().ToLowerInvariant();
        if (address is not null && !Address().IsMatch(address))
        {
            return Failure.Field("email", "is not an e-mail address.");
        }

        var name = string.IsNullOrWhiteSpace(displayName) ? null : displayName.Trim();
        return ScreenTexts.Execute([new("display_name", name, KeyLimits.Name)]).Succeeded(out var texts, out var refusal)
            ? new UserDetails(address, texts["display_name"])
            : refusal;
    }

    /// <summary>Something before and after one @: whether it is anybody's, only a message would tell.</summary>
    [GeneratedRegex(@"\A[^\s@]+@[^\s@]+\z")]
    private static partial Regex Address();
}
