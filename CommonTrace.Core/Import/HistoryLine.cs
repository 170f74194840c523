using CommonTrace.Core.Safety;

namespace CommonTrace.Core.Import;

/// <summary>
/// What belongs to a trace, as an export tells it and as its table has it: its properties, in snake_case, are the table's columns.
/// </summary>
internal interface IHistoryLine<TSelf>
    where TSelf : IHistoryLine<TSelf>
{
    /// <summary>Of which a trace has at most one.</summary>
    object Key { get; }

    /// <summary>Its own id; null for what has none.</summary>
    Guid? OwnId { get; }

    /// <summary>The users who must be there for it.</summary>
    IEnumerable<Guid> People { get; }

    /// <summary>What is wrong with its values, by field; null when nothing is.</summary>
    IEnumerable<(string Field, string? Fault)> Checks();

    /// <summary>Its texts, for the safety gates.</summary>
    IEnumerable<TextField> Texts();

    /// <summary>The same behind the gates.</summary>
    TSelf Screened(ScreenedFields texts);

    /// <summary>The same at a trace of the tenant, with the ids that stand for its own there.</summary>
    TSelf MovedTo(Guid traceId, TenantIds ids);
}

/// <summary>The texts of one history line behind the gates.</summary>
internal sealed record ScreenedFields(string Place, ScreenedTexts Texts)
{
    public string? this[string field] => Texts[$"{Place}.{field}"];
}
