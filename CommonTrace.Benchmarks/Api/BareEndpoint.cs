using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CommonTrace.Benchmarks.Api;

/// <summary>The yardstick: a minimal API with one endpoint that does one prepared select, and nothing else. It runs in a process of its own.</summary>
internal static class BareEndpoint
{
    /// <summary>The argument by which this program becomes it.</summary>
    public const string Argument = "bare-endpoint";

    private const string Sql = "select title, context_text, solution_text, trust_score, status, created_at from traces where id = $1";

    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(builder.Configuration["ConnectionStrings:commontrace"])
        {
            MaxAutoPrepare = 10,
            AutoPrepareMinUsages = 1,
        });
        await using var app = builder.Build();
        app.MapGet("/health", () => Results.Ok());
        app.MapGet("/traces/{id:guid}", async (Guid id) =>
        {
            await using var command = source.CreateCommand(Sql);
            command.Parameters.Add(new NpgsqlParameter { Value = id });
            await using var row = await command.ExecuteReaderAsync();
            return await row.ReadAsync()
                ? Results.Ok(new Row(row.GetString(0), row.GetString(1), row.GetString(2), row.GetDecimal(3), row.GetString(4), row.GetFieldValue<DateTimeOffset>(5)))
                : Results.NotFound();
        });
        await app.RunAsync();
        return 0;
    }

    private sealed record Row(string Title, string ContextText, string SolutionText, decimal TrustScore, string Status, DateTimeOffset CreatedAt);
}
