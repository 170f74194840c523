using System.Text;
using CommonTrace.Benchmarks.Api;
using CommonTrace.Benchmarks.Search;
using CommonTrace.Benchmarks.Stage;
using CommonTrace.Core.Search.Words;
using CommonTrace.Core.Users;
using Microsoft.Extensions.DependencyInjection;

namespace CommonTrace.Benchmarks.Pages;

/// <summary>How long the server takes for each page, and what a browser has to load for it.</summary>
internal static class PagesBenchmark
{
    private const int Traces = 10_000;
    private const int RoundCount = 3;
    private const int Requests = 30;
    private const double MostMilliseconds = 100;
    private const double MostKilobytes = 100;

    private static readonly (string, string)[] HighLimits = [("RateLimit__ReadsPerMinute", "1000000"), ("RateLimit__AnonymousPerMinute", "1000000")];

    public static async Task<Measured> RunAsync(BenchmarkApp app)
    {
        await using var stage = await TraceStage.CreateAsync(await app.StartedAsync());
        var traces = TraceText.Make(Traces);
        await SearchStage.Timed("traces", () => FillAsync(stage, traces));
        await using var api = await stage.StartApiAsync(HighLimits);
        using var visitor = await PageVisitor.SignInAsync(api);
        var figures = new List<Figure>();
        foreach (var (name, path) in Pages(traces[Traces / 2], await stage.TextAsync("select max(id::text) from embedding_jobs")))
        {
            figures.AddRange(await MeasureAsync(visitor, name, path));
        }

        return new(
            $"{Traces:N0} traces of 1,500 characters with three of 200 tags each, embedded by the local provider; {Requests} requests a round, one after the other, signed in as the operator, who wrote all of them; from the sending until the last byte, medians of {RoundCount} rounds. The weight is that of the HTML with the style sheets, scripts and images that it loads, unpacked.",
            figures);
    }

    private static (string Name, string Path)[] Pages(TraceText trace, string job) =>
    [
        ("search", "/"),
        ("search, results", $"/?q={Uri.EscapeDataString(trace.Title)}"),
        ("trace", $"/traces/{trace.Id}"),
        ("versions", $"/traces/{trace.Id}/versions"),
        ("amendments", $"/traces/{trace.Id}/amendments"),
        ("amend", $"/traces/{trace.Id}/amend"),
        ("edit", $"/traces/{trace.Id}/edit"),
        ("contribute", "/contribute"),
        ("tags", "/tags"),
        ("tag", "/tags/tag7"),
        ("person", $"/people/{User.OperatorId}"),
        ("moderation queue", "/moderate"),
        ("embedding queue", "/operate"),
        ("jobs", "/operate/jobs"),
        ("job", $"/operate/jobs/{job}"),
        ("re-embedding", "/operate/reembed"),
        ("audit log", "/operate/audit"),
        ("wanted list", "/operate/wanted"),
        ("sign up", "/sign-up"),
    ];

    private static async Task<Figure[]> MeasureAsync(PageVisitor visitor, string name, string path)
    {
        await new Latencies().AddRoundAsync(Requests, _ => visitor.ReadAsync(path));
        var latencies = new Latencies();
        for (var round = 0; round < RoundCount; round++)
        {
            await latencies.AddRoundAsync(Requests, _ => visitor.ReadAsync(path));
        }

        var html = await visitor.ReadAsync(path);
        var own = Encoding.UTF8.GetByteCount(html);
        var whole = own + await visitor.WeighAssetsAsync(html);
        Console.WriteLine($"  {path}: p50 {Figure.Number(Rounds.Median(latencies.P50))} ms, {own:N0} of {whole:N0} bytes");
        return
        [
            new($"{name}, p50", latencies.P50, "ms", "what was asked for", [MostMilliseconds], null),
            new($"{name}, p95", latencies.P95, "ms", "what was asked for", [MostMilliseconds], Bound.AtMost(1)),
            new($"{name}, its HTML", [own / 1024d], "KB", "what was asked for of the whole", [MostKilobytes], null),
            new($"{name}, with what it loads", [whole / 1024d], "KB", "what was asked for", [MostKilobytes], Bound.AtMost(1)),
        ];
    }

    private static async Task FillAsync(TraceStage stage, List<TraceText> traces)
    {
        await stage.AddAsync(traces);
        await ApiBenchmark.TagAsync(stage);
        await using (var worker = await stage.StartWorkerAsync())
        {
            await stage.DrainedAsync(worker);
            await stage.IndexedAsync();
            await worker.StopAsync();
        }

        using var host = stage.CreateHost();
        var words = host.Services.GetRequiredService<IndexWords>();
        while (await words.RunOnceAsync(CancellationToken.None) > 0)
        {
        }

        await words.NoteCommonTermsAsync(CancellationToken.None);
        await stage.SqlAsync("vacuum (analyze) traces, trace_search, trace_tags, tags, embedding_jobs");
    }
}
