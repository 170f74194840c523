using System.Text.Json;

namespace CommonTrace.Core.Jobs.Control;

/// <summary>A pause that stands.</summary>
/// <param name="Id">What to end it by.</param>
/// <param name="OwnerId">The user who wants it.</param>
/// <param name="Reason">Why, in their words.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="ExpiresAt">When it ends by itself; null for never.</param>
public sealed record HeldPause(Guid Id, Guid OwnerId, string Reason, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt)
{
    /// <summary>The longest reason, in characters.</summary>
    public const int LongestReason = 500;

    /// <summary>The longest that a pause may be asked for to last, in seconds: 30 days. One without an end lasts until it is ended.</summary>
    public const int LongestSeconds = 30 * 24 * 60 * 60;

    /// <summary>What a statement that pauses tells of it.</summary>
    internal const string Detail =
        "jsonb_build_object('pause_id', id, 'owner_id', owner_id, 'reason', reason, 'created_at', created_at, 'expires_at', expires_at)";

    internal static HeldPause Of(JsonElement detail) => new(
        detail.GetProperty("pause_id").GetGuid(),
        detail.GetProperty("owner_id").GetGuid(),
        detail.GetProperty("reason").GetString()!,
        detail.GetProperty("created_at").GetDateTimeOffset().ToUniversalTime(),
        detail.GetProperty("expires_at") is { ValueKind: JsonValueKind.String } at ? at.GetDateTimeOffset().ToUniversalTime() : null);
}
