using CommonTrace.Core.Search.Similar;

namespace CommonTrace.Tests.Search;

public sealed class MinHashTests
{
    private static readonly Guid Tenant = Guid.CreateVersion7();

    [Fact]
    public void Equal_texts_of_two_tenants_share_nothing() =>
        Assert.Empty(MinHash.SignatureOf(["one", "two"], Tenant).Intersect(MinHash.SignatureOf(["one", "two"], Guid.CreateVersion7())));

    [Fact]
    public void Near_copies_share_a_band_and_strangers_share_none()
    {
        var random = new Random(20_260_102);

        for (var round = 0; round < 200; round++)
        {
            var terms = Terms(random, 200);
            var copy = terms[..180].Concat(Terms(random, 20));

            Assert.True(Shared(terms, copy) > 0, $"Round {round}: the near copy shares nothing.");
            Assert.True(Shared(terms, Terms(random, 200)) == 0, $"Round {round}: the stranger shares something.");
        }
    }

    [Fact]
    public void The_nearer_the_copy_the_more_bands_it_shares()
    {
        var random = new Random(20_260_103);
        var terms = Terms(random, 400);

        int[] shared = [.. new[] { 0, 20, 120, 400 }.Select(changed => Shared(terms, terms[changed..].Concat(Terms(random, changed))))];

        Assert.Equal(MinHash.Bands, shared[0]);
        Assert.True(shared[0] > shared[1] && shared[1] > shared[2] && shared[2] >= shared[3], string.Join(' ', shared));
        Assert.Equal(0, shared[3]);
    }

    [Fact]
    public void The_order_of_terms_and_their_repetition_do_not_matter()
    {
        var terms = Terms(new Random(20_260_104), 50);

        Assert.Equal(MinHash.SignatureOf(terms, Tenant), MinHash.SignatureOf(terms.Reverse().Concat(terms), Tenant));
    }

    [Fact]
    public void No_terms_have_no_signature_and_one_has_a_whole_one()
    {
        Assert.Empty(MinHash.SignatureOf([], Tenant));
        Assert.Equal(MinHash.Bands, MinHash.SignatureOf(["one"], Tenant).Distinct().Count());
    }

    private static int Shared(IEnumerable<string> one, IEnumerable<string> other) =>
        MinHash.SignatureOf(one, Tenant).Intersect(MinHash.SignatureOf(other, Tenant)).Count();

    private static string[] Terms(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => $"{random.NextInt64():x}")];
}
