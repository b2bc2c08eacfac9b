using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace MarketSim.Numerics.Serialization;

/// <summary>
/// Writes MessagePack into a buffer that grows. Always the smallest encoding, integers from 0 up as unsigned ones: a value has
/// one byte string, so that equal states have equal digests.
/// </summary>
/// <remarks>Types that keep state write it as one array, in <c>Save(MessagePackWriter)</c>, and read it back in <c>Restore(ref MessagePackReader)</c>.</remarks>
public sealed class MessagePackWriter
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private byte[] _buffer;
    private int _length;

    /// <param name="initialCapacity">Bytes to begin with, 0 or more; the buffer doubles when it is full.</param>
    public MessagePackWriter(int initialCapacity = 256)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(initialCapacity);
        _buffer = new byte[initialCapacity];
    }

    /// <summary>The bytes so far, valid until the next write or <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>The same as memory, for who sends it.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, _length);

    /// <summary>Forgets what was written and keeps the buffer.</summary>
    public void Clear() => _length = 0;

    /// <summary>Writes nil.</summary>
    public void WriteNil() => Reserve(1)[0] = MessagePackCode.Nil;

    /// <summary>Writes true or false.</summary>
    public void WriteBoolean(bool value) => Reserve(1)[0] = value ? MessagePackCode.True : MessagePackCode.False;

    /// <summary>Writes an integer in its shortest form.</summary>
    public void WriteInt64(long value)
    {
        if (value >= 0)
        {
            WriteUInt64((ulong)value);
        }
        else if (value >= -32)
        {
            Reserve(1)[0] = (byte)value;
        }
        else if (value >= sbyte.MinValue)
        {
            WriteCodeAndByte(MessagePackCode.Int8, (byte)value);
        }
        else if (value >= short.MinValue)
        {
            WriteCodeAndUInt16(MessagePackCode.Int16, (ushort)value);
        }
        else if (value >= int.MinValue)
        {
            WriteCodeAndUInt32(MessagePackCode.Int32, (uint)value);
        }
        else
        {
            WriteCodeAndUInt64(MessagePackCode.Int64, (ulong)value);
        }
    }

    /// <summary>Writes an integer in its shortest form.</summary>
    public void WriteUInt64(ulong value)
    {
        if (value <= MessagePackCode.MaximumPositiveFixInt)
        {
            Reserve(1)[0] = (byte)value;
        }
        else if (value <= byte.MaxValue)
        {
            WriteCodeAndByte(MessagePackCode.UInt8, (byte)value);
        }
        else if (value <= ushort.MaxValue)
        {
            WriteCodeAndUInt16(MessagePackCode.UInt16, (ushort)value);
        }
        else if (value <= uint.MaxValue)
        {
            WriteCodeAndUInt32(MessagePackCode.UInt32, (uint)value);
        }
        else
        {
            WriteCodeAndUInt64(MessagePackCode.UInt64, value);
        }
    }

    /// <summary>Keeps every bit, those of a NaN too.</summary>
    public void WriteDouble(double value) => WriteCodeAndUInt64(MessagePackCode.Float64, BitConverter.DoubleToUInt64Bits(value));

    /// <inheritdoc cref="WriteDouble"/>
    public void WriteSingle(float value) => WriteCodeAndUInt32(MessagePackCode.Float32, BitConverter.SingleToUInt32Bits(value));

    /// <summary>Opens an array; its elements are the next <paramref name="count"/> values written.</summary>
    public void WriteArrayHeader(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count < 16)
        {
            Reserve(1)[0] = (byte)(MessagePackCode.FixArray | count);
        }
        else if (count <= ushort.MaxValue)
        {
            WriteCodeAndUInt16(MessagePackCode.Array16, (ushort)count);
        }
        else
        {
            WriteCodeAndUInt32(MessagePackCode.Array32, (uint)count);
        }
    }

    /// <exception cref="ArgumentException">The text is not valid UTF-16.</exception>
    public void WriteString(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        int byteCount = StrictUtf8.GetByteCount(value);
        if (byteCount < 32)
        {
            Reserve(1)[0] = (byte)(MessagePackCode.FixString | byteCount);
        }
        else if (byteCount <= byte.MaxValue)
        {
            WriteCodeAndByte(MessagePackCode.String8, (byte)byteCount);
        }
        else if (byteCount <= ushort.MaxValue)
        {
            WriteCodeAndUInt16(MessagePackCode.String16, (ushort)byteCount);
        }
        else
        {
            WriteCodeAndUInt32(MessagePackCode.String32, (uint)byteCount);
        }

        StrictUtf8.GetBytes(value, Reserve(byteCount));
    }

    /// <summary>Writes binary data.</summary>
    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        if (value.Length <= byte.MaxValue)
        {
            WriteCodeAndByte(MessagePackCode.Binary8, (byte)value.Length);
        }
        else if (value.Length <= ushort.MaxValue)
        {
            WriteCodeAndUInt16(MessagePackCode.Binary16, (ushort)value.Length);
        }
        else
        {
            WriteCodeAndUInt32(MessagePackCode.Binary32, (uint)value.Length);
        }

        value.CopyTo(Reserve(value.Length));
    }

    /// <summary>One value that is encoded already.</summary>
    public void WriteEncoded(ReadOnlySpan<byte> value) => value.CopyTo(Reserve(value.Length));

    private void WriteCodeAndByte(byte code, byte value)
    {
        Span<byte> target = Reserve(2);
        target[1] = value;
        target[0] = code;
    }

    private void WriteCodeAndUInt16(byte code, ushort value)
    {
        Span<byte> target = Reserve(3);
        target[0] = code;
        BinaryPrimitives.WriteUInt16BigEndian(target[1..], value);
    }

    private void WriteCodeAndUInt32(byte code, uint value)
    {
        Span<byte> target = Reserve(5);
        target[0] = code;
        BinaryPrimitives.WriteUInt32BigEndian(target[1..], value);
    }

    private void WriteCodeAndUInt64(byte code, ulong value)
    {
        Span<byte> target = Reserve(9);
        target[0] = code;
        BinaryPrimitives.WriteUInt64BigEndian(target[1..], value);
    }

    /// <summary>The next bytes of the buffer, counted as written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Reserve(int count)
    {
        int start = _length;
        if (count > _buffer.Length - start)
        {
            Grow(count);
        }

        _length = start + count;
        return _buffer.AsSpan(start, count);
    }

    private void Grow(int count)
    {
        long needed = (long)_length + count;
        if (needed > Array.MaxLength)
        {
            throw new InvalidOperationException($"One buffer holds at most {Array.MaxLength} bytes; {needed} are needed.");
        }

        Array.Resize(ref _buffer, (int)Math.Clamp(2L * _buffer.Length, needed, Array.MaxLength));
    }
}
