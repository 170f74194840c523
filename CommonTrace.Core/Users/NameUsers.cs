using CommonTrace.Core.Jobs;

namespace CommonTrace.Core.Users;

/// <summary>Tells an operator the names of users, of whatever tenant.</summary>
public sealed class NameUsers(QueueDatabase database)
{
    private const string Sql = "select id, display_name from users where id = any($1) and display_name is not null";

    /// <summary>Runs it. Who has no name, or is not there any more, is left out.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> ExecuteAsync(IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        var named = await database.QueryAsync(Sql, [new() { Value = ids.Distinct().ToArray() }], row => (Id: row.GetGuid(0), Name: row.GetString(1)), cancellationToken);
        return named.ToDictionary(user => user.Id, user => user.Name);
    }
}
