using System.Diagnostics;
using CommonTrace.Core.Safety.Secrets;

namespace CommonTrace.Tests.Safety;

public class SecretRulesTests
{
    [Fact]
    public void There_are_sixty_rules_and_more_each_of_its_own_kind()
    {
        var kinds = SecretRules.All.Select(rule => rule.Kind).ToList();

        Assert.True(kinds.Count >= 60, $"There are {kinds.Count}.");
        Assert.Equal(kinds.Distinct(), kinds);
        Assert.All(kinds, kind => Assert.Matches("^[a-z][a-z0-9_]+$", kind));
        Assert.All(SecretRules.All, rule => Assert.NotEmpty(rule.Keywords));
    }

    [Fact]
    public void The_corpus_has_three_true_cases_of_every_rule_and_300_harmless_texts()
    {
        var corpus = SafetyCorpus.Read().Where(examined => examined.Family.StartsWith("secrets.", StringComparison.Ordinal)).ToList();

        var cases = corpus.SelectMany(examined => examined.Finds).CountBy(kind => kind).ToDictionary();

        Assert.All(SecretScanner.Kinds, kind => Assert.True(cases.GetValueOrDefault(kind) >= 3, $"{kind} has {cases.GetValueOrDefault(kind)}."));
        Assert.Empty(cases.Keys.Except(SecretScanner.Kinds));
        Assert.True(corpus.Count(examined => examined.Finds.Count == 0) >= 300);
    }

    [Fact]
    public void A_rule_stands_only_where_one_of_its_keywords_does_in_any_case()
    {
        var index = new KeywordIndex(
        [
            new("cat", ["cat", "kitten"], "cat"),
            new("scatter", ["SCATTER"], "scatter"),
            new("dog", ["dog"], "dog"),
        ]);

        Assert.Equal([true, true, false], index.Find("to sCaTTer"));
        Assert.Equal([true, false, false], index.Find("KITTEN"));
        Assert.Equal([false, false, false], index.Find("do g"));
        Assert.Equal([false, false, true], index.Find("dogdogdog"));
    }

    [Fact]
    public void No_rule_finds_anything_where_its_keywords_do_not_stand()
    {
        var index = new KeywordIndex(SecretRules.All);
        foreach (var examined in SafetyCorpus.Read().Where(examined => examined.Family.StartsWith("secrets.", StringComparison.Ordinal)))
        {
            var standing = index.Find(examined.Text);
            var hidden = SecretRules.All.Where((rule, rank) => !standing[rank] && rule.In(examined.Text!, rank).Any(candidate => candidate.Holds));

            Assert.Empty(hidden.Select(rule => $"{rule.Kind} in {examined.Text}"));
        }
    }

    [Fact]
    public void Of_overlapping_candidates_the_most_specific_stays_and_a_refused_one_keeps_others_away()
    {
        var settled = Candidate.Settle(
        [
            new(9, "vague", 0, 30, Holds: true),
            new(2, "precise", 5, 10, Holds: true),
            new(9, "vague", 40, 10, Holds: true),
            new(3, "refused", 42, 5, Holds: false),
            new(5, "next", 15, 10, Holds: true),
        ]);

        Assert.Equal([("precise", 5), ("next", 15)], settled.Select(candidate => (candidate.Kind, candidate.Start)));
    }

    [Fact]
    public void Hostile_texts_take_no_other_order_of_time_than_plain_ones()
    {
        var plain = string.Concat(Enumerable.Repeat("The build failed: the host name was not resolved, so the task was started again.\n", 1300))[..HostileTexts.Length];
        var allowed = TimeSpan.FromSeconds(2) + (20 * Fastest(plain));

        var slow = HostileTexts.All.Select(hostile => (hostile.Name, Time: Fastest(hostile.Text))).Where(hostile => hostile.Time > allowed);

        Assert.Empty(slow);
    }

    // Of two, so that building the patterns does not count.
    private static TimeSpan Fastest(string text) => Enumerable.Range(0, 2).Min(_ =>
    {
        var started = Stopwatch.GetTimestamp();
        SecretScanner.Find(text);
        return Stopwatch.GetElapsedTime(started);
    });
}
