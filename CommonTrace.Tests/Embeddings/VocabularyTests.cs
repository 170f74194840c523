using System.Security.Cryptography;
using System.Text;
using CommonTrace.Core.Embeddings.Local;
using CommonTrace.Core.Words;

namespace CommonTrace.Tests.Embeddings;

public class VocabularyTests
{
    private static readonly List<string[]> Aliases = VocabularyFiles.ReadAliases();
    private static readonly List<Concept> Concepts = VocabularyFiles.ReadVocabulary();
    private static readonly VocabularyTable Table = new(Aliases, Concepts);

    [Fact]
    public void The_vocabulary_is_as_broad_as_it_says()
    {
        Assert.InRange(Aliases.Count, 250, int.MaxValue);
        Assert.InRange(Concepts.SelectMany(concept => concept.Terms).Select(term => term.Term).Distinct().Count(), 10_000, int.MaxValue);
        // Each concept has a component of its own.
        Assert.InRange(Concepts.Count, 350, FeatureVector.ConceptComponents);
    }

    [Fact]
    public void The_vocabulary_of_a_model_version_never_changes()
    {
        var lines = ((string[])["aliases.txt", "concepts.txt", "technologies.txt", "everyday-things.txt", "everyday-actions.txt", "common.txt"]).SelectMany(VocabularyFiles.Lines);

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(line => line.Text))));

        // A changed word changes vectors: it needs a new ModelVersion, unless this one was never released.
        Assert.Equal(("2", "67108FCD894587D65412DEA88298F90313E0DEFF684C154ED6C47B9A83DEFAA5"), (LocalEmbeddingGenerator.ModelVersion, Convert.ToHexString(hash)));
    }

    [Fact]
    public void Every_term_can_be_found_in_a_text()
    {
        var terms = Aliases.SelectMany(group => group).Concat(Concepts.SelectMany(concept => concept.Terms).Select(term => term.Term));

        Assert.All(terms, term => Assert.True(Table.Read(term).Key != 0, $"'{term}' has no word that counts, or more than {PhraseWords.Longest}."));
    }

    [Fact]
    public void A_phrase_keeps_more_than_one_word_that_counts()
    {
        var terms = Concepts.SelectMany(concept => concept.Terms).Select(term => term.Term).Where(term => term.Contains('-'));

        Assert.All(terms, term => Assert.True(Table.Read(term).Words > 1, $"of '{term}' a single word is left: write that word."));
    }

    [Fact]
    public void No_term_stands_in_two_alias_groups()
    {
        var groups = new Dictionary<ulong, string>();

        foreach (var group in Aliases)
        {
            foreach (var key in group.SelectMany(term => (ulong[])[Table.Read(term).Key, VocabularyTable.JoinedHashOf(term)]))
            {
                Assert.True(groups.TryAdd(key, group[0]) || groups[key] == group[0], $"a term of '{group[0]}' stands under '{groups[key]}' too.");
            }
        }
    }

    [Fact]
    public void No_concept_has_a_term_twice_and_no_two_have_one_name()
    {
        Assert.Equal(Concepts.Count, Concepts.Select(concept => concept.Name).Distinct().Count());
        Assert.All(Concepts, concept =>
            Assert.All(concept.Terms.GroupBy(term => Table.Read(term.Term).Key), same => Assert.True(same.Count() == 1, $"{concept.Name}: {string.Join(", ", same)}")));
    }

    [Theory]
    [InlineData("pg", "postgresql")]
    [InlineData("K8s", "kubernetes")]
    [InlineData("auth", "authentication")]
    [InlineData("db", "database")]
    [InlineData("databases", "db")]
    [InlineData("authz", "authorization")]
    [InlineData("C#", "csharp")]
    public void A_term_has_its_other_spellings(string term, string other) => Assert.Contains(other, Vocabulary.AliasesOf(term));

    [Theory]
    [InlineData("")]
    [InlineData("terrarium")]
    [InlineData("§§")]
    public void An_unknown_term_has_no_other_spelling(string term) => Assert.Empty(Vocabulary.AliasesOf(term));

    [Fact]
    public void A_term_is_not_its_own_alias() =>
        Assert.All(Aliases.SelectMany(group => group), term => Assert.DoesNotContain(term, Vocabulary.AliasesOf(term)));

    [Theory]
    [InlineData("k8s", "kubernetes", "terraform")]
    [InlineData("pg", "postgresql", "page")]
    [InlineData("auth", "authentication", "author")]
    [InlineData("env var", "environment variable", "variance of an environment sample")]
    [InlineData("ENV_VAR", "environment variable", "convert")]
    [InlineData("i18n", "internationalization", "interpolation")]
    [InlineData("oom", "out of memory", "room")]
    [InlineData("js", "javascript", "java")]
    [InlineData("the service doesn't start", "process fails to start", "service level agreement")]
    [InlineData("keeps asking me to log in", "session expired", "keeps a log of questions")]
    [InlineData("ran out of space", "disk full", "space between letters")]
    [InlineData("website shows an old version of the page", "CDN serves stale assets, cache invalidation", "CSV export of versions")]
    public async Task What_means_the_same_is_nearer_than_what_looks_alike(string one, string same, string other)
    {
        var vectors = (await new LocalEmbeddingGenerator().GenerateAsync([one, same, other], null, TestContext.Current.CancellationToken))
            .Select(embedding => embedding.Vector.ToArray()).ToArray();

        Assert.True(Cosine(vectors[0], vectors[1]) > Cosine(vectors[0], vectors[2]) + 0.1);
    }

    [Theory]
    [InlineData("is never refreshed", "not-refreshed")]
    [InlineData("isn't being refreshed", "not-refreshed")]
    [InlineData("failed to connect", "cannot-connect")]
    [InlineData("were unable to connect", "cannot-connect")]
    [InlineData("DoesNotConnect", "cannot-connect")]
    public void Ways_to_say_no_are_one(string text, string term) => Assert.Equal(Table.Read(term).Key, Table.Read(text).Key);

    [Fact]
    public void Reading_it_takes_milliseconds_and_little_memory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var started = TimeProvider.System.GetTimestamp();

        var table = new VocabularyTable(VocabularyFiles.ReadAliases(), Concepts);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 15_000_000);
        // Some hundred measured; the bound is for a machine that is busy with other things.
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.InRange(table.Meanings.Count, Concepts.Count, int.MaxValue);
    }

    private static float Cosine(float[] one, float[] other) => one.Zip(other, (left, right) => left * right).Sum();
}
