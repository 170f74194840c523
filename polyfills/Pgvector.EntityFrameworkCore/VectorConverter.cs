using Npgsql.Internal;

namespace Pgvector;

/// <summary>Streams, because a vector of 16,000 dimensions is eight times Npgsql's buffer.</summary>
internal sealed class VectorConverter : PgStreamingConverter<Vector>
{
    public override Vector Read(PgReader reader)
    {
        var bytes = new byte[reader.CurrentRemaining];
        reader.ReadBytes(bytes);
        return VectorWireFormat.Decode(bytes);
    }

    public override async ValueTask<Vector> ReadAsync(PgReader reader, CancellationToken cancellationToken = default)
    {
        var bytes = new byte[reader.CurrentRemaining];
        await reader.ReadBytesAsync(bytes, cancellationToken);
        return VectorWireFormat.Decode(bytes);
    }

    public override Size GetSize(SizeContext context, Vector value, ref object? writeState) => VectorWireFormat.SizeOf(value);

    public override void Write(PgWriter writer, Vector value) => writer.WriteBytes(VectorWireFormat.Encode(value));

    public override ValueTask WriteAsync(PgWriter writer, Vector value, CancellationToken cancellationToken = default) =>
        writer.WriteBytesAsync(VectorWireFormat.Encode(value), cancellationToken);
}
