using Google.Protobuf;

namespace MarketSim.Learning.Persistence;

/// <summary>Writes protocol buffers field by field, without classes generated for the messages. What is not written has its default.</summary>
internal sealed class ProtobufWriter
{
    private const int BufferSize = 256;

    private readonly MemoryStream _written = new();
    private readonly CodedOutputStream _fields;

    public ProtobufWriter() => _fields = new CodedOutputStream(_written, BufferSize, leaveOpen: true);

    /// <summary>Valid until more is written.</summary>
    public ReadOnlySpan<byte> Written
    {
        get
        {
            _fields.Flush();
            return _written.GetBuffer().AsSpan(0, (int)_written.Length);
        }
    }

    public void Clear()
    {
        _fields.Flush();
        _written.SetLength(0);
    }

    /// <summary>A field of type int32, int64, bool or an enumeration.</summary>
    public void Integer(int field, long value)
    {
        _fields.WriteTag(field, WireFormat.WireType.Varint);
        _fields.WriteInt64(value);
    }

    /// <summary>A repeated field of type int64, packed.</summary>
    public void Integers(int field, ReadOnlySpan<long> values)
    {
        var packed = new ProtobufWriter();
        foreach (long value in values)
        {
            packed._fields.WriteInt64(value);
        }

        Bytes(field, packed.Written);
    }

    /// <summary>A field of type float.</summary>
    public void Single(int field, float value)
    {
        _fields.WriteTag(field, WireFormat.WireType.Fixed32);
        _fields.WriteFloat(value);
    }

    /// <summary>A field of type double.</summary>
    public void Double(int field, double value)
    {
        _fields.WriteTag(field, WireFormat.WireType.Fixed64);
        _fields.WriteDouble(value);
    }

    /// <summary>A field of type string.</summary>
    public void Text(int field, string value)
    {
        _fields.WriteTag(field, WireFormat.WireType.LengthDelimited);
        _fields.WriteString(value);
    }

    /// <summary>A field of type bytes.</summary>
    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        _fields.WriteTag(field, WireFormat.WireType.LengthDelimited);
        _fields.WriteLength(value.Length);
        Raw(value);
    }

    /// <summary>A field that is a message itself; for a repeated field, one element of it.</summary>
    public void Message(int field, Action<ProtobufWriter> write)
    {
        var message = new ProtobufWriter();
        write(message);
        Bytes(field, message.Written);
    }

    /// <summary>Fields that another writer has written.</summary>
    public void Raw(ReadOnlySpan<byte> fields)
    {
        _fields.Flush();
        _written.Write(fields);
    }
}
