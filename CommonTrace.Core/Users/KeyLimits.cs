namespace CommonTrace.Core.Users;

/// <summary>What keys and invitations may be given.</summary>
public static class KeyLimits
{
    /// <summary>A key's name and a user's display name, in Unicode scalar values.</summary>
    public const int Name = 100;

    /// <summary>How long a key or an invitation may last, in days.</summary>
    public const int Days = 3_650;

    /// <summary>How long an invitation lasts when nobody says, in days.</summary>
    public const int InvitationDays = 7;

    /// <summary>How many people an invitation may let in.</summary>
    public const int InvitationUses = 10_000;
}
