using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using CommonTrace.Core.Tenants;

namespace CommonTrace.Core.Users;

/// <summary>
/// The keys that were looked up in the last seconds, in this process: what is in use costs the database one read in that time. Only keys that are
/// good are kept. A revoked one is forgotten when <see cref="ForgetKeys"/> says so, and by itself after <see cref="Lifetime"/>.
/// </summary>
public sealed class KnownKeys(TimeProvider time)
{
    /// <summary>How long a key is believed, from before it was read: below the five seconds in which a revocation holds everywhere.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(4);

    /// <summary>How many keys are kept; one more, and all are forgotten.</summary>
    public const int Most = 10_000;

    private readonly ConcurrentDictionary<UInt128, Entry> _entries = new();
    private long _forgotten;

    /// <summary>The key with this hash: as it is known here, else as it is read.</summary>
    internal async Task<KnownKey?> GetAsync(byte[] hash, Func<Task<KnownKey?>> read)
    {
        if (Find(hash) is { } known)
        {
            return known;
        }

        var (readAt, forgotten) = (time.GetTimestamp(), Volatile.Read(ref _forgotten));
        var key = await read();
        // What was revoked while it was read must not come in after it was forgotten.
        if (key is { RevokedAt: null } && forgotten == Volatile.Read(ref _forgotten))
        {
            if (_entries.Count >= Most)
            {
                _entries.Clear();
            }

            _entries[IndexOf(hash)] = new Entry(hash, key, readAt);
        }

        return key;
    }

    /// <summary>Forgets the key of this id, or all keys of the tenant of this id.</summary>
    internal void Forget(Guid id)
    {
        Interlocked.Increment(ref _forgotten);
        foreach (var (index, entry) in _entries)
        {
            if (entry.Key.Id == id || entry.Key.TenantId == id)
            {
                _entries.TryRemove(index, out _);
            }
        }
    }

    // Half of the hash finds, the whole is compared, in the same time wherever it differs.
    private KnownKey? Find(byte[] hash) =>
        _entries.TryGetValue(IndexOf(hash), out var entry)
        && time.GetElapsedTime(entry.ReadAt) < Lifetime
        && CryptographicOperations.FixedTimeEquals(entry.Hash, hash)
            ? entry.Key
            : null;

    private static UInt128 IndexOf(byte[] hash) => BinaryPrimitives.ReadUInt128BigEndian(hash);

    private sealed record Entry(byte[] Hash, KnownKey Key, long ReadAt);
}

/// <summary>A key as it was looked up.</summary>
internal sealed record KnownKey(
    Guid Id, Guid UserId, Guid TenantId, string[] Scopes, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt, TenantQuotas? Quotas);
