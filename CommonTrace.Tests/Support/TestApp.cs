using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Npgsql;

namespace CommonTrace.Tests.Support;

/// <summary>The whole system, started once for all through its AppHost, with data that is thrown away.</summary>
public sealed partial class TestApp : IAsyncDisposable
{
    public const string OperatorKey = "the-operators-key-of-the-tests-0123456789";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(4);

    private DistributedApplication? _app;

    /// <summary>Settings for the AppHost beside <see cref="Arguments"/>.</summary>
    public string[] Settings { get; init; } = [];

    /// <summary>The running application.</summary>
    public DistributedApplication App => _app ?? throw new InvalidOperationException("The application was not started.");

    /// <summary>The owner's connection string of the application's database.</summary>
    public string ConnectionString { get; private set; } = "";

    public Uri ApiAddress => App.GetEndpoint("api", "http");

    public static string[] Arguments(params string[] more) =>
    [
        "UseVolumes=false",
        $"Parameters:operator-key={OperatorKey}",
        "Parameters:openai-api-key=",
        "Embedding:Provider=local",
        // Tests contribute what teaches nobody; those of the floor start an API of their own.
        "Safety:QualityFloor=false",
        "RateLimit:ReadsPerMinute=1000000",
        "RateLimit:WritesPerMinute=1000000",
        "RateLimit:AnonymousPerMinute=1000000",
        "Auth:RegistrationsPerHour=1000000",
        .. more,
    ];

    public async ValueTask InitializeAsync()
    {
        using var limit = new CancellationTokenSource(StartLimit);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.CommonTrace_AppHost>(Arguments(Settings), limit.Token);
        _app = await builder.BuildAsync(limit.Token);
        await _app.StartAsync(limit.Token);
        await _app.ResourceNotifications.WaitForResourceHealthyAsync("api", limit.Token);
        await _app.ResourceNotifications.WaitForResourceHealthyAsync("worker", limit.Token);
        ConnectionString = await _app.GetConnectionStringAsync("commontrace", limit.Token) ?? throw new InvalidOperationException("No connection string.");
    }

    /// <summary>A client of the API that sends this key; none when null.</summary>
    public HttpClient CreateClient(string? key = OperatorKey)
    {
        var client = App.CreateHttpClient("api", "http");
        if (key is not null)
        {
            client.DefaultRequestHeaders.Add("X-API-Key", key);
        }

        return client;
    }

    /// <summary>A tenant of one's own, with a user and keys: nobody else's rows are in it.</summary>
    public async Task<TestTenant> CreateTenantAsync() => await TestTenant.CreateAsync(this);

    /// <summary>Runs SQL as the owner, past the seals.</summary>
    public async Task<object?> SqlAsync(string sql, params object[] parameters)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var command = source.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }
}
