using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Pgvector;

/// <summary>pgvector's binary form: the number of dimensions and a reserved zero as 16-bit integers, then the elements, all big-endian.</summary>
internal static class VectorWireFormat
{
    private const int HeaderBytes = 2 * sizeof(ushort);

    public static int SizeOf(Vector vector) => HeaderBytes + (vector.Memory.Length * sizeof(float));

    public static byte[] Encode(Vector vector)
    {
        var bytes = new byte[SizeOf(vector)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, checked((ushort)vector.Memory.Length));
        CopyBigEndian(MemoryMarshal.Cast<float, int>(vector.Memory.Span), MemoryMarshal.Cast<byte, int>(bytes.AsSpan(HeaderBytes)));
        return bytes;
    }

    public static Vector Decode(ReadOnlySpan<byte> bytes)
    {
        var elements = new float[BinaryPrimitives.ReadUInt16BigEndian(bytes)];
        CopyBigEndian(MemoryMarshal.Cast<byte, int>(bytes[HeaderBytes..]), MemoryMarshal.Cast<float, int>(elements.AsSpan()));
        return new Vector(elements);
    }

    private static void CopyBigEndian(ReadOnlySpan<int> source, Span<int> destination)
    {
        if (BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(source, destination);
        }
        else
        {
            source.CopyTo(destination);
        }
    }
}
