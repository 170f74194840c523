using System.Buffers.Binary;
using System.Buffers.Text;

namespace CommonTrace.Core.Paging;

/// <summary>Where a page of a list by time ended: the last row's time and, among those of one moment, its id; in base64url.</summary>
/// <param name="At">By the database's clock, which counts microseconds.</param>
internal readonly record struct TimeCursor(DateTimeOffset At, Guid Id)
{
    private const int Bytes = 24;
    private const int TimeBytes = 8;
    private const int Length = 32;

    public override string ToString()
    {
        Span<byte> place = stackalloc byte[Bytes];
        BinaryPrimitives.WriteInt64BigEndian(place, At.UtcTicks);
        Id.TryWriteBytes(place[TimeBytes..], bigEndian: true, out _);
        return Base64Url.EncodeToString(place);
    }

    /// <summary>Reads a cursor; without one it is what is given as the start.</summary>
    public static bool TryRead(string? cursor, TimeCursor start, out TimeCursor last)
    {
        last = start;
        if (cursor is null)
        {
            return true;
        }

        Span<byte> place = stackalloc byte[Bytes];
        if (cursor.Length != Length || !Base64Url.IsValid(cursor) || !Base64Url.TryDecodeFromChars(cursor, place, out var written) || written != Bytes)
        {
            return false;
        }

        // Of a made-up cursor's time no more is asked than that there is such a time.
        var ticks = Math.Clamp(BinaryPrimitives.ReadInt64BigEndian(place), 0, DateTimeOffset.MaxValue.Ticks);
        last = new TimeCursor(new DateTimeOffset(ticks, TimeSpan.Zero), new Guid(place[TimeBytes..], bigEndian: true));
        return true;
    }
}
