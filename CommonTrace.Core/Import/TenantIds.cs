using System.Security.Cryptography;
using CommonTrace.Core.Users;

namespace CommonTrace.Core.Import;

/// <summary>
/// By which ids the things of an import go in the tenant: by their own, unless those belong to others. An id is a key over all tenants, so what is
/// another tenant's already gets one that is made of it and the tenant: the same in every run.
/// </summary>
/// <param name="tenantId">Into which tenant they go.</param>
/// <param name="elsewhere">Ids that traces or users of other tenants have.</param>
/// <param name="entries">Ids that votes, amendments or flags have, here or elsewhere. Those that are given out are added.</param>
internal sealed class TenantIds(Guid tenantId, IReadOnlySet<Guid> elsewhere, HashSet<Guid> entries)
{
    /// <summary>The id of a trace or a user.</summary>
    public Guid Of(Guid id) => id != User.OperatorId && elsewhere.Contains(id) ? Derive(tenantId, id) : id;

    public Guid? Of(Guid? id) => id is { } given ? Of(given) : null;

    /// <summary>The id of a vote, an amendment or a flag at a new trace: whoever has the id already is another.</summary>
    public Guid OfEntry(Guid traceId, Guid id) => entries.Add(id) ? id : Derive(tenantId, traceId, id);

    private static Guid Derive(params ReadOnlySpan<Guid> parts)
    {
        Span<byte> bytes = stackalloc byte[16 * parts.Length];
        for (var index = 0; index < parts.Length; index++)
        {
            parts[index].TryWriteBytes(bytes[(16 * index)..], bigEndian: true, out _);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        // Version 8 of RFC 9562: made by rules of one's own.
        hash[6] = (byte)((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
