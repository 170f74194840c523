using System.Text.Json;
using CommonTrace.Benchmarks.Stage;
using CommonTrace.Tests.Support;

namespace CommonTrace.Benchmarks.Api;

/// <summary>The calls that agents make most, with keys, limits and tenants on, beside a bare endpoint that does one select on the same server.</summary>
internal static class ApiBenchmark
{
    private const int Traces = 10_000;
    private const int Voters = 8;
    private const int Connections = 16;
    private const int RoundCount = 3;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(4);

    // The compiler goes over what is hot a second time, and would take its share of the first rounds.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    private static readonly (string, string)[] HighLimits = [("RateLimit__ReadsPerMinute", "1000000"), ("RateLimit__WritesPerMinute", "1000000")];

    public static async Task<Measured> RunAsync(BenchmarkApp app)
    {
        await using var stage = await TraceStage.CreateAsync(await app.StartedAsync());
        var traces = TraceText.Make(Traces);
        await stage.AddAsync(traces);
        await TagAsync(stage);
        var keys = await ApiVoters.CreateAsync(stage, Voters);
        await using var api = await stage.StartApiAsync(HighLimits);
        await using var bare = ServiceProcess.Start("CommonTrace.Benchmarks", [BareEndpoint.Argument], ("ConnectionStrings__commontrace", stage.ConnectionString));
        await bare.HealthyAsync();
        var (address, bareAddress) = (await AddressOfAsync(api), await AddressOfAsync(bare));

        var ids = traces.ConvertAll(trace => trace.Id);
        var calls = new ApiCall[]
        {
            new("bare select", bareAddress, 200, number => LoadConnection.Request(bareAddress, "GET", $"/traces/{ids[number % Traces]}", null)),
            new("GET trace", address, 200, number => LoadConnection.Request(address, "GET", $"/api/v1/traces/{ids[number % Traces]}", keys[0])),
            new("GET keys/verify", address, 200, _ => LoadConnection.Request(address, "GET", "/api/v1/keys/verify", keys[0])),
            new("GET tags", address, 200, _ => LoadConnection.Request(address, "GET", "/api/v1/tags", keys[0])),
            new("POST search by tags", address, 200, number => LoadConnection.Request(
                address, "POST", "/api/v1/traces/search", keys[0], JsonSerializer.SerializeToUtf8Bytes(new { tags = new[] { $"tag{number % 200}" } }))),
            new("POST vote", address, 201, number => LoadConnection.Request(
                address, "POST", $"/api/v1/traces/{ids[number % Traces]}/votes", keys[number / Traces % Voters], JsonSerializer.SerializeToUtf8Bytes(new { vote_type = "up" }))),
            new("POST trace", address, 202, number => LoadConnection.Request(address, "POST", "/api/v1/traces", keys[0], Body(TraceText.Make(1, 1_000_000 + number)[0]))),
        };
        var loads = Array.ConvertAll(calls, call => new HttpLoad(call.Address, Connections, Duration));
        foreach (var call in calls)
        {
            await new HttpLoad(call.Address, Connections, WarmUp).RunAsync(call.Next, call.Status);
        }

        var rounds = await Rounds.RunAsync(
            RoundCount, "requests/s", [.. calls.Zip(loads, (call, load) => (call.Name, (Func<Task<double>>)(() => load.RunAsync(call.Next, call.Status))))]);
        return new(
            $"{Traces:N0} traces, {Connections} connections for {Duration.TotalSeconds:N0} s a round, each request sent when the one before was answered; the client in a third process on the same processors; medians of {RoundCount} rounds.",
            [.. Enumerable.Range(1, calls.Length - 1).SelectMany(index => FiguresOf(calls[index].Name, rounds[index], loads[index], rounds[0], loads[0]))]);
    }

    private static IEnumerable<Figure> FiguresOf(string name, double[] rates, HttpLoad load, double[] bareRates, HttpLoad bare) =>
    [
        new($"{name}", rates, "requests/s", "a bare endpoint with one select", bareRates, name == "GET trace" ? Bound.AtLeast(0.5) : null),
        new($"{name}, p50", load.P50, "ms", "a bare endpoint with one select", bare.P50, null),
        new($"{name}, p99", load.P99, "ms", "a bare endpoint with one select", bare.P99, null),
    ];

    private static byte[] Body(TraceText text) => TraceClient.Body(text);

    private static async Task<Uri> AddressOfAsync(ServiceProcess process)
    {
        using var client = await process.CreateClientAsync();
        return client.BaseAddress!;
    }

    /// <summary>Gives 200 tags, three to each trace.</summary>
    public static async Task TagAsync(TraceStage stage)
    {
        await stage.SqlAsync("insert into tags (id, tenant_id, name) select gen_random_uuid(), (select tenant_id from traces limit 1), 'tag' || n from generate_series(0, 199) n");
        await stage.SqlAsync(
            """
            insert into trace_tags (trace_id, tag_id, tenant_id)
            select t.id, g.id, t.tenant_id from (select id, tenant_id, row_number() over (order by id) as n from traces) t
            join tags g on g.tenant_id = t.tenant_id and g.name in ('tag' || t.n % 200, 'tag' || t.n / 7 % 200, 'tag' || t.n / 31 % 200)
            """);
        await stage.SqlAsync("vacuum (analyze) traces, trace_tags, tags");
    }

    /// <summary>A call: each time it is made with the next number.</summary>
    private sealed class ApiCall(string name, Uri address, int status, Func<int, byte[]> request)
    {
        private int _number = -1;

        public string Name => name;

        public Uri Address => address;

        public int Status => status;

        public byte[] Next() => request(Interlocked.Increment(ref _number));
    }
}
