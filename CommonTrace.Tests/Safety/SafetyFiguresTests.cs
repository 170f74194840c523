using CommonTrace.Core.Evaluation;
using CommonTrace.Core.Safety.Secrets;
using CommonTrace.Tests.Architecture;

namespace CommonTrace.Tests.Safety;

/// <summary>The gates still do what docs/safety.md says.</summary>
public class SafetyFiguresTests
{
    private const string Renew = "When that is meant, renew docs/safety.md: dotnet run -c Release --project CommonTrace.Benchmarks -- safety --write";

    private static readonly IReadOnlyList<SafetyRow> Rows = SafetyTable.Of(SafetyCorpus.Read());

    [Fact]
    public async Task The_committed_table_is_what_the_corpus_gives()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root.FullName, "docs", "safety.md"), TestContext.Current.CancellationToken);

        var committed = MarkedSection.Read(page, SafetyTable.Section).Split('\n').Where(line => line.StartsWith('|'));

        var measured = SafetyTable.ToMarkdown(Rows);
        Assert.True(string.Join('\n', committed) == measured, $"{measured}\n{Renew}");
    }

    [Fact]
    public void Every_family_of_secrets_has_a_precision_and_a_recall_of_95_per_cent()
    {
        var families = Rows.Where(row => row.Family.StartsWith("secrets.", StringComparison.Ordinal)).ToList();

        Assert.True(families.Count >= 14, $"There are {families.Count}.");
        Assert.All(families, family => Assert.True(family is { Precision: >= 0.95, Recall: >= 0.95 }, $"{family}"));
    }

    [Fact]
    public async Task Every_kind_of_secret_is_listed_in_the_page()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root.FullName, "docs", "safety.md"), TestContext.Current.CancellationToken);

        Assert.All(SecretScanner.Kinds, kind => Assert.Contains($"`{kind}`", page, StringComparison.Ordinal));
    }
}
