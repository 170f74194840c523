using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using CommonTrace.Benchmarks.Stage;
using CommonTrace.Tests.Support;

namespace CommonTrace.Benchmarks.Import;

/// <summary>An import of 100,000 traces over HTTP, from the first byte to the answer, beside a plain COPY of the same rows.</summary>
internal static class ImportBenchmark
{
    private const int Traces = 100_000;
    private const int RoundCount = 3;
    private const double WantedRate = 5_000;

    // Two chunks of at most 4 MiB of lines in several forms, and what .NET's heaps keep besides.
    private const double MostMegabytes = 400;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    public static async Task<Measured> RunAsync(BenchmarkApp app)
    {
        using var files = await ImportFiles.MakeAsync(Traces);
        var running = await app.StartedAsync();
        var memory = new List<List<double>>();
        var rounds = await Rounds.RunAsync(
            RoundCount, "traces/s", ("import", () => ImportAsync(running, files, memory)), ("plain copy", () => CopyAsync(running, files)));
        return new(
            $"{Traces:N0} lines of 1,000 characters of text and three tags, {files.Megabytes:N0} MB of NDJSON, sent by HTTP to an API process over an empty database; no worker runs. "
                + $"The plain COPY puts the same texts into a table without an index. Load of the machine before: {files.Load}.",
            new Figure("import", rounds[0], "traces/s", "what was asked for", [WantedRate], Bound.AtLeast(1)),
            new Figure("import", rounds[0], "traces/s", "plain COPY into an unindexed table", rounds[1], null),
            new Figure("resident memory of the API, highest", [.. memory.Select(samples => samples.Max())], "MB", "what was allowed", [MostMegabytes], Bound.AtMost(1)),
            new Figure(
                "resident memory of the API, last quarter", [.. memory.Select(samples => Rounds.Median(samples[^(samples.Count / 4)..]))], "MB",
                "second quarter", [.. memory.Select(samples => Rounds.Median(samples[(samples.Count / 4)..(samples.Count / 2)]))], Bound.AtMost(1.1)));
    }

    private static async Task<double> ImportAsync(TestApp app, ImportFiles files, List<List<double>> memory)
    {
        await using var stage = await TraceStage.CreateAsync(app);
        await using var api = await stage.StartApiAsync();
        using var client = await api.CreateClientAsync();
        client.DefaultRequestHeaders.Add("X-API-Key", TestApp.OperatorKey);
        client.Timeout = TimeSpan.FromMinutes(10);
        await using var lines = File.OpenRead(files.Lines);
        using var body = new StreamContent(lines, 1 << 16) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } };

        var watch = Stopwatch.StartNew();
        var sent = client.PostAsync("/api/v1/admin/import", body);
        memory.Add(await SampleAsync(api, sent));
        using var response = await sent;
        var answer = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode && JsonElement.Parse(answer).GetProperty("imported").GetInt32() == Traces
            ? Traces / watch.Elapsed.TotalSeconds
            : throw new InvalidOperationException($"{response.StatusCode}: {answer}\n{api.Output}");
    }

    private static async Task<double> CopyAsync(TestApp app, ImportFiles files)
    {
        await using var stage = await TraceStage.CreateAsync(app);
        await stage.SqlAsync("create table bare (id uuid, title text, context_text text, solution_text text, tags text[])");
        await using var connection = await stage.Source.OpenConnectionAsync();
        var watch = Stopwatch.StartNew();
        await using (var copy = await connection.BeginTextImportAsync("copy bare from stdin"))
        {
            using var rows = File.OpenText(files.Rows);
            var block = new char[1 << 16];
            while (await rows.ReadAsync(block) is > 0 and var length)
            {
                await copy.WriteAsync(block.AsMemory(0, length));
            }
        }

        return Traces / watch.Elapsed.TotalSeconds;
    }

    private static async Task<List<double>> SampleAsync(ServiceProcess api, Task sent)
    {
        var samples = new List<double>();
        using var process = Process.GetProcessById(api.Id);
        using var timer = new PeriodicTimer(Interval);
        do
        {
            process.Refresh();
            samples.Add(process.WorkingSet64 / (double)(1 << 20));
        }
        while (await Task.WhenAny(sent, timer.WaitForNextTickAsync().AsTask()) != sent);

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  resident memory: {samples.Max():N0} MB at most, {samples.Count} samples"));
        return samples;
    }
}
