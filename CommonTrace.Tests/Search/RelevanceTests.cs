using CommonTrace.Core.Evaluation;
using CommonTrace.Tests.Architecture;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Search;

/// <summary>The search still finds what it found when the table in docs/search.md was written.</summary>
public class RelevanceTests(TestApp app)
{
    private const string Renew = "When that is meant, renew docs/search.md: dotnet run -c Release --project CommonTrace.Benchmarks -- eval --write";

    [Fact]
    public async Task No_figure_falls_below_the_committed_table()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var set = EvaluationSet.Read(Path.Combine(Repository.Root.FullName, "fixtures", "evaluation"));
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root.FullName, "docs", "search.md"), cancellationToken);
        var committed = RelevanceTable.Parse(MarkedSection.Read(page, RelevanceTable.Section));
        using var tenant = await EvaluationTenant.CreateAsync(app, set, cancellationToken);

        var measured = await EvaluateSearch.ExecuteAsync(set.Report, EvaluateSearch.Modes, tenant.SearchKeysAsync, cancellationToken);

        var falls = RelevanceTable.Falls(committed, measured).ToList();
        Assert.True(falls.Count == 0, $"{string.Join('\n', falls)}\n{Renew}");
        Assert.Equal(committed.Select(Label), measured.Select(Label));
    }

    private static string Label(RelevanceRow row) => $"{row.Queries} × {row.Kind}, {row.Mode}";
}
