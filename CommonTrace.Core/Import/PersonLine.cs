using CommonTrace.Core.Safety;
using CommonTrace.Core.Users;

namespace CommonTrace.Core.Import;

/// <summary>Somebody who wrote or judged: a row of <c>users</c> without address and keys.</summary>
internal sealed record PersonLine
{
    public Guid Id { get; init; }

    public string? DisplayName { get; init; }

    /// <summary>Since when they are there; null for now.</summary>
    public DateTime? CreatedAt { get; init; }

    public IEnumerable<(string Field, string? Fault)> Checks() =>
    [
        ("id", LineRules.Id(Id)), ("display_name", LineRules.Optional(DisplayName, KeyLimits.Name, shortest: 1)),
        ("created_at", LineRules.OptionalTime(CreatedAt)),
    ];

    public TextField Text(string place) => new($"{place}.display_name", DisplayName, KeyLimits.Name);
}
