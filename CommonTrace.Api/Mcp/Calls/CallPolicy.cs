namespace CommonTrace.Api.Mcp.Calls;

/// <summary>The scopes of which a caller's key must have one, as the REST twin asks for them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsScopeAttribute(params string[] anyOf) : Attribute
{
    public IReadOnlyList<string> AnyOf => anyOf;
}

/// <summary>What a tool or a resource asks of its caller, and how long it may take.</summary>
/// <param name="IsRead">Whether it counts as a read.</param>
/// <param name="AnyScopeOf">The scopes of which the key must have one.</param>
internal sealed record CallPolicy(bool IsRead, IReadOnlyList<string> AnyScopeOf)
{
    public static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(30);

    public TimeSpan Limit => IsRead ? ReadLimit : WriteLimit;
}
