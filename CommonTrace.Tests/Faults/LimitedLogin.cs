using CommonTrace.Tests.Support;
using Npgsql;

namespace CommonTrace.Tests.Faults;

/// <summary>A login for workers that may have so many connections and no more; a superuser's are not counted.</summary>
internal sealed class LimitedLogin : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private LimitedLogin(TestDatabase database) => _database = database;

    public string Name { get; } = $"limited_{Guid.CreateVersion7():N}";

    public string ConnectionString { get; private set; } = "";

    public static async Task<LimitedLogin> CreateAsync(TestDatabase database, int connections)
    {
        var login = new LimitedLogin(database);
        var password = $"{Guid.CreateVersion7():N}";
        await database.SqlAsync(
            $"""
            create role {login.Name} login password '{password}' connection limit {connections};
            grant commontrace_worker to {login.Name};
            grant select on "__EFMigrationsHistory" to {login.Name}
            """);
        login.ConnectionString = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = login.Name, Password = password }.ConnectionString;
        return login;
    }

    public async ValueTask DisposeAsync() => await _database.SqlAsync($"drop owned by {Name}; drop role {Name}");
}
