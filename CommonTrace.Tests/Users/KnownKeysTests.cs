using System.Security.Cryptography;
using System.Text;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Search;

namespace CommonTrace.Tests.Users;

public class KnownKeysTests
{
    private readonly SkippedTime _time = new();
    private readonly KnownKeys _known;
    private int _reads;

    public KnownKeysTests() => _known = new KnownKeys(_time);

    [Fact]
    public async Task A_key_is_read_once_and_again_after_its_lifetime()
    {
        var key = Key();

        await GetAsync(key);
        await GetAsync(key);
        var readsWithin = _reads;
        _time.Skip(KnownKeys.Lifetime);
        await GetAsync(key);

        Assert.Equal((1, 2), (readsWithin, _reads));
    }

    [Fact]
    public void A_key_is_forgotten_before_five_seconds_are_over() => Assert.True(KnownKeys.Lifetime < TimeSpan.FromSeconds(5));

    [Fact]
    public async Task What_is_forgotten_by_its_id_or_by_its_tenant_is_read_again_and_nothing_else()
    {
        var (revoked, ofTenant, other) = (Key(), Key(), Key());
        foreach (var key in new[] { revoked, ofTenant, other })
        {
            await GetAsync(key);
        }

        _known.Forget(revoked.Id);
        _known.Forget(ofTenant.TenantId);
        _reads = 0;
        await GetAsync(revoked);
        await GetAsync(ofTenant);
        await GetAsync(other);

        Assert.Equal(2, _reads);
    }

    [Fact]
    public async Task A_key_that_is_revoked_while_it_is_read_is_not_kept()
    {
        var key = Key();

        await _known.GetAsync(HashOf(key), () =>
        {
            _known.Forget(key.Id);
            return Task.FromResult<KnownKey?>(key);
        });
        await GetAsync(key);

        Assert.Equal(1, _reads);
    }

    [Fact]
    public async Task What_is_unknown_or_revoked_is_asked_for_each_time()
    {
        var revoked = Key() with { RevokedAt = _time.GetUtcNow() };

        await GetAsync(revoked);
        await GetAsync(revoked);
        await _known.GetAsync(new byte[32], () => CountedAsync(null));
        await _known.GetAsync(new byte[32], () => CountedAsync(null));

        Assert.Equal(4, _reads);
    }

    [Fact]
    public async Task Two_keys_whose_hashes_begin_alike_are_two_keys()
    {
        var (one, other) = (new byte[32], new byte[32]);
        other[31] = 1;
        var (first, second) = (Key(), Key());

        await _known.GetAsync(one, () => CountedAsync(first));

        Assert.Equal(second, await _known.GetAsync(other, () => CountedAsync(second)));
    }

    [Fact]
    public async Task No_more_keys_are_kept_than_there_is_room_for()
    {
        var first = Key();
        await GetAsync(first);

        for (var more = 0; more < KnownKeys.Most; more++)
        {
            await GetAsync(Key());
        }

        _reads = 0;
        await GetAsync(first);
        Assert.Equal(1, _reads);
    }

    private static KnownKey Key() => new(Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), [Scopes.Read], null, null, null);

    private static byte[] HashOf(KnownKey key) => SHA256.HashData(Encoding.UTF8.GetBytes(key.Id.ToString()));

    private Task<KnownKey?> GetAsync(KnownKey key) => _known.GetAsync(HashOf(key), () => CountedAsync(key));

    private Task<KnownKey?> CountedAsync(KnownKey? key)
    {
        _reads++;
        return Task.FromResult(key);
    }
}
