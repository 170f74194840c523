using CommonTrace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace CommonTrace.Core.Users;

/// <summary>Who the caller is.</summary>
public sealed class GetProfile(CommonTraceDbContext database)
{
    /// <summary>Runs it. Of an operator who works in another tenant there is no more to tell than the call itself says.</summary>
    public async Task<Profile> ExecuteAsync(Caller caller, CancellationToken cancellationToken)
    {
        var user = await database.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == caller.UserId, cancellationToken);
        return new Profile(caller, user?.DisplayName, user?.Email, user?.CreatedAt);
    }
}

/// <summary>A user, and the key that they call with.</summary>
/// <param name="Caller">User, tenant, key, and what it may do.</param>
/// <param name="DisplayName">Null when they gave none.</param>
/// <param name="Email">Null when they gave none.</param>
/// <param name="CreatedAt">When they registered; null for an operator in another tenant.</param>
public sealed record Profile(Caller Caller, string? DisplayName, string? Email, DateTimeOffset? CreatedAt);
