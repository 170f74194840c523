using CommonTrace.Tests.Jobs;
using Microsoft.AspNetCore.Http;

namespace CommonTrace.Tests.Cli;

/// <summary>An import that does not go through in one go, against a server that does as it is told. A part has 10,000 lines.</summary>
public sealed class InterruptedImportTests : IAsyncLifetime
{
    private readonly CliProcess _cli = new();
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MovingServer? _server;

    private MovingServer Server => _server!;

    public async ValueTask InitializeAsync()
    {
        _server = await MovingServer.StartAsync();
        (_cli.Environment["COMMONTRACE_URL"], _cli.Environment["COMMONTRACE_API_KEY"]) = (Server.Address, "any");
        _cli.Environment["XDG_STATE_HOME"] = Path.Combine(_cli.Home, "state");
        await _cli.WriteAsync("a.ndjson", string.Concat(Enumerable.Range(1, 25_000).Select(number => $"{{\"title\":\"{number}\"}}\n")));
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _cli.Dispose();
    }

    [Fact]
    public async Task The_queue_rests_while_it_is_loaded_in_parts()
    {
        var answer = await _cli.RunAsync("import", "a.ndjson");

        Assert.Equal(0, answer.ExitCode);
        Assert.Equal(["quiesce", "import 10000", "import 10000", "import 5000", "resume"], Server.Asked);
    }

    [Fact]
    public async Task Killed_it_goes_on_where_it_was_under_the_pause_that_was_left()
    {
        Server.OnImport = HoldTheSecondAsync;
        using (var running = _cli.Start("import", "a.ndjson"))
        {
            await Eventually.TrueAsync(() => Task.FromResult(Server.Asked.Count == 3));
        }

        Assert.Single(Server.Pauses);
        Server.Asked.Clear();

        var answer = await _cli.RunAsync("import", "a.ndjson");

        Assert.Equal(0, answer.ExitCode);
        Assert.Contains("An import of this was interrupted after 10,000: going on from there", answer.Error, StringComparison.Ordinal);
        Assert.StartsWith("imported 25,000, unchanged 0.", answer.Output, StringComparison.Ordinal);
        Assert.Equal(["pause", "resume", "import 10000", "import 5000", "resume"], Server.Asked);
        Assert.Empty(Server.Pauses);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Another_file_of_the_name_or_a_wish_begins_anew(bool isWish)
    {
        Server.OnImport = HoldTheSecondAsync;
        using (var running = _cli.Start("import", "a.ndjson"))
        {
            await Eventually.TrueAsync(() => Task.FromResult(Server.Asked.Count == 3));
        }

        Server.Asked.Clear();
        if (!isWish)
        {
            await _cli.WriteAsync("a.ndjson", "{}");
        }

        var answer = await _cli.RunAsync(["import", "a.ndjson", "--no-quiesce", .. isWish ? ["--restart"] : Array.Empty<string>()]);

        Assert.Equal(isWish, !answer.Error.Contains("was changed since: beginning anew", StringComparison.Ordinal));
        Assert.Equal(isWish ? 25_000 : 1, Server.Asked.Sum(asked => int.Parse(asked["import ".Length..])));
    }

    [Fact]
    public async Task Ctrl_C_ends_the_pause_and_says_how_to_go_on()
    {
        Server.OnImport = HoldTheSecondAsync;
        using var running = _cli.Start("import", "a.ndjson");
        await Eventually.TrueAsync(() => Task.FromResult(Server.Asked.Count == 3));

        running.Interrupt();
        var answer = await running.EndedAsync();

        Assert.Equal(130, answer.ExitCode);
        Assert.Contains("10,000 are dealt with; the same command goes on from there.", answer.Error, StringComparison.Ordinal);
        Assert.Empty(Server.Pauses);
    }

    [Fact]
    public async Task The_same_file_is_not_imported_twice_at_once()
    {
        Server.OnImport = HoldTheSecondAsync;
        using var running = _cli.Start("import", "a.ndjson");
        await Eventually.TrueAsync(() => Task.FromResult(Server.Asked.Count == 3));

        var answer = await _cli.RunAsync("import", "a.ndjson");

        Assert.Equal(1, answer.ExitCode);
        Assert.Contains("Another import of the same is running", answer.Error, StringComparison.Ordinal);
        Assert.Single(Server.Pauses);
    }

    [Fact]
    public async Task A_server_that_is_away_for_a_moment_is_waited_for_and_the_pause_renewed()
    {
        Server.OnImport = (context, number) =>
        {
            if (number is 2 or 3)
            {
                context.Abort();
            }

            return Task.FromResult(number is 2 or 3);
        };

        // A third of it is over after the two waits.
        var answer = await _cli.RunAsync("import", "a.ndjson", "--pause-limit", "6s");

        Assert.Equal(0, answer.ExitCode);
        Assert.Contains("Trying again in 1 s.", answer.Error, StringComparison.Ordinal);
        Assert.StartsWith("imported 25,000,", answer.Output, StringComparison.Ordinal);
        var asked = Server.Asked.ToList();
        Assert.Equal("resume", asked[asked.IndexOf("pause") + 1]);
        Assert.Equal(["10000", "10000", "10000", "10000", "5000"], asked.Where(call => call.StartsWith("import", StringComparison.Ordinal)).Select(call => call["import ".Length..]));
        Assert.Empty(Server.Pauses);
    }

    [Fact]
    public async Task A_server_that_stays_away_ends_it_with_3_and_it_can_go_on_later()
    {
        Server.OnImport = async (context, number) =>
        {
            context.Response.StatusCode = 503;
            await context.Response.WriteAsJsonAsync(new { code = "database.unavailable", detail = "The database is away." });
            return true;
        };

        var away = await _cli.RunAsync("import", "a.ndjson", "--retry-for", "2s");
        Server.OnImport = (_, _) => Task.FromResult(false);
        var answer = await _cli.RunAsync("import", "a.ndjson");

        Assert.Equal(3, away.ExitCode);
        Assert.EndsWith("The database is away.", away.Error.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(0, answer.ExitCode);
        Assert.Empty(Server.Pauses);
    }

    [Fact]
    public async Task An_export_that_breaks_off_leaves_what_was_there()
    {
        Server.OnExport = async context =>
        {
            await context.Response.WriteAsync("{}\n{}\n");
            await context.Response.Body.FlushAsync();
            await Task.Delay(50);
            context.Abort();
        };
        await _cli.WriteAsync("out.ndjson", "as before");

        var answer = await _cli.RunAsync("export", "out.ndjson");

        Assert.Equal(3, answer.ExitCode);
        Assert.Contains("broke off after 2 traces", answer.Error, StringComparison.Ordinal);
        Assert.Equal("as before", await File.ReadAllTextAsync(Path.Combine(_cli.Home, "out.ndjson"), TestContext.Current.CancellationToken));
        Assert.False(File.Exists(Path.Combine(_cli.Home, "out.ndjson.part")));
    }

    // Once: the next run gets its answer.
    private async Task<bool> HoldTheSecondAsync(HttpContext context, int number)
    {
        if (number == 2)
        {
            await _held.Task.WaitAsync(context.RequestAborted);
        }

        return false;
    }
}
