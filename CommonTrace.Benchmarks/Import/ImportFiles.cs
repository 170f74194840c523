using System.Text.Json;
using CommonTrace.Benchmarks.Stage;

namespace CommonTrace.Benchmarks.Import;

/// <summary>The same traces twice, as lines of an import and as rows of a COPY, on disk: nothing of it is made while others are measured.</summary>
internal sealed class ImportFiles : IDisposable
{
    private const int Portion = 10_000;
    private const int Characters = 1_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("import-");

    private ImportFiles()
    {
    }

    public string Lines => Path.Combine(_folder.FullName, "traces.ndjson");

    public string Rows => Path.Combine(_folder.FullName, "traces.copy");

    public double Megabytes => new FileInfo(Lines).Length / (double)(1 << 20);

    /// <summary>How many wanted a processor in the minute before; unknown where there is no /proc.</summary>
    public string Load { get; } = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    public static async Task<ImportFiles> MakeAsync(int count)
    {
        var files = new ImportFiles();
        await using var lines = File.CreateText(files.Lines);
        await using var rows = File.CreateText(files.Rows);
        for (var portion = 0; portion < count / Portion; portion++)
        {
            foreach (var text in TraceText.Make(Portion, seed: portion, Characters))
            {
                await lines.WriteAsync(JsonSerializer.Serialize(
                    new { id = text.Id, title = text.Title, context_text = text.Context, solution_text = text.Solution, tags = TraceClient.Tags }));
                await lines.WriteAsync('\n');
                await rows.WriteAsync($"{text.Id}\t{text.Title}\t{text.Context}\t{text.Solution}\t{{{string.Join(',', TraceClient.Tags)}}}\n");
            }
        }

        return files;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
