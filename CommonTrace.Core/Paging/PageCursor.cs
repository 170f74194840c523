using System.Buffers.Text;

namespace CommonTrace.Core.Paging;

/// <summary>Where a page ended: the last row's id, in base64url. Ids are made in the order of time (UUIDv7), so they are the key that lists page by.</summary>
internal static class PageCursor
{
    private const int IdBytes = 16;
    private const int Length = 22;

    /// <summary>What a cursor that nobody gave out is answered with.</summary>
    public static readonly Failure Failure = Failure.Field("cursor", "is not a next_cursor of this list; leave it out to begin with the newest.");

    public static string Of(Guid last) => Base64Url.EncodeToString(last.ToByteArray(bigEndian: true));

    /// <summary>The id that the page's rows come before; the greatest there is when there is no cursor.</summary>
    public static bool TryRead(string? cursor, out Guid before)
    {
        before = Guid.AllBitsSet;
        if (cursor is null)
        {
            return true;
        }

        Span<byte> id = stackalloc byte[IdBytes];
        if (cursor.Length != Length || !Base64Url.IsValid(cursor) || !Base64Url.TryDecodeFromChars(cursor, id, out var written) || written != IdBytes)
        {
            return false;
        }

        before = new Guid(id, bigEndian: true);
        return true;
    }
}
