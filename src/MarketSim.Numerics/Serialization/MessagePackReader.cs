using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace MarketSim.Numerics.Serialization;

/// <summary>
/// Reads MessagePack of any origin: every encoding of a value is understood, not the smallest alone. Lengths are checked against
/// the bytes that are left before anything is allocated.
/// </summary>
/// <remarks>
/// What is not the expected value throws <see cref="InvalidDataException"/>, which names the position in bytes, what was
/// expected there and what was found; after that the reader is of no more use.
/// </remarks>
public ref struct MessagePackReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly ReadOnlySpan<byte> _data;
    private int _position;

    /// <summary>Reads from the beginning.</summary>
    public MessagePackReader(ReadOnlySpan<byte> data)
    {
        _data = data;
        _position = 0;
    }

    /// <summary>Bytes read.</summary>
    public readonly int Position => _position;

    /// <summary>True when every byte was read.</summary>
    public readonly bool End => _position == _data.Length;

    /// <summary>Bytes left.</summary>
    public readonly int Remaining => _data.Length - _position;

    /// <summary>Takes a nil and says true, or takes nothing.</summary>
    public bool TryReadNil()
    {
        if (End || _data[_position] != MessagePackCode.Nil)
        {
            return false;
        }

        _position++;
        return true;
    }

    /// <summary>Reads true or false.</summary>
    public bool ReadBoolean()
    {
        int start = _position;
        byte code = TakeByte("a boolean");
        return code switch
        {
            MessagePackCode.True => true,
            MessagePackCode.False => false,
            _ => throw Unexpected(start, "a boolean"),
        };
    }

    /// <summary>Any integer from -2^63 to 2^63 - 1.</summary>
    public long ReadInt64()
    {
        int start = _position;
        if ((uint)start < (uint)_data.Length && _data[start] <= MessagePackCode.MaximumPositiveFixInt)
        {
            // Most integers of a frame are this small, and there are very many.
            _position = start + 1;
            return _data[start];
        }

        ulong bits = TakeInteger("an integer of 64 bits", out bool negative);
        return negative || bits <= long.MaxValue
            ? (long)bits
            : throw new InvalidDataException($"Byte {start}: expected an integer up to {long.MaxValue}, found {bits}.");
    }

    /// <summary>Any integer that fits <see cref="int"/>.</summary>
    public int ReadInt32()
    {
        int start = _position;
        long value = ReadInt64();
        return value is >= int.MinValue and <= int.MaxValue
            ? (int)value
            : throw new InvalidDataException($"Byte {start}: expected an integer of 32 bits, found {value}.");
    }

    /// <summary>Any integer from 0 to 2^63 - 1.</summary>
    public long ReadCount()
    {
        int start = _position;
        long value = ReadInt64();
        return value >= 0 ? value : throw new InvalidDataException($"Byte {start}: expected a count from 0, found {value}.");
    }

    /// <summary>Any integer from 0 to 2^64 - 1.</summary>
    public ulong ReadUInt64()
    {
        int start = _position;
        ulong bits = TakeInteger("an integer from 0", out bool negative);
        return !negative
            ? bits
            : throw new InvalidDataException($"Byte {start}: expected an integer from 0, found {(long)bits}.");
    }

    /// <summary>A number of 64 bits; one of 32 bits is no double here.</summary>
    public double ReadDouble()
    {
        TakeCode(MessagePackCode.Float64, "a number of 64 bits");
        return BitConverter.UInt64BitsToDouble(BinaryPrimitives.ReadUInt64BigEndian(Take(8, "a number of 64 bits")));
    }

    /// <summary>Reads a single-precision number.</summary>
    public float ReadSingle()
    {
        TakeCode(MessagePackCode.Float32, "a number of 32 bits");
        return BitConverter.UInt32BitsToSingle(BinaryPrimitives.ReadUInt32BigEndian(Take(4, "a number of 32 bits")));
    }

    /// <summary>Number of elements, at most the number of bytes left.</summary>
    public int ReadArrayHeader()
    {
        int start = _position;
        byte code = TakeByte("an array");
        long count = code switch
        {
            >= MessagePackCode.FixArray and < MessagePackCode.FixString => code & 0x0F,
            MessagePackCode.Array16 => TakeUnsigned(2, "an array"),
            MessagePackCode.Array32 => TakeUnsigned(4, "an array"),
            _ => throw Unexpected(start, "an array"),
        };
        return count <= Remaining
            ? (int)count
            : throw new InvalidDataException($"Byte {start}: expected an array within the {Remaining} bytes left, found one of {count} elements.");
    }

    /// <summary>Takes the header of an array that must have the given number of elements.</summary>
    public void ReadArrayHeader(int expectedCount)
    {
        int start = _position;
        int count = ReadArrayHeader();
        if (count != expectedCount)
        {
            throw new InvalidDataException($"Byte {start}: expected an array of {expectedCount} elements, found one of {count}.");
        }
    }

    /// <summary>Reads a text.</summary>
    public string ReadString()
    {
        int start = _position;
        byte code = TakeByte("a string");
        long length = code switch
        {
            >= MessagePackCode.FixString and < MessagePackCode.Nil => code & 0x1F,
            MessagePackCode.String8 => TakeUnsigned(1, "a string"),
            MessagePackCode.String16 => TakeUnsigned(2, "a string"),
            MessagePackCode.String32 => TakeUnsigned(4, "a string"),
            _ => throw Unexpected(start, "a string"),
        };
        ReadOnlySpan<byte> bytes = Take(length, "a string");
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidDataException($"Byte {start}: expected a string of UTF-8, found bytes that are none.", exception);
        }
    }

    /// <summary>A part of the data, not a copy.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        int start = _position;
        byte code = TakeByte("bytes");
        long length = code switch
        {
            MessagePackCode.Binary8 => TakeUnsigned(1, "bytes"),
            MessagePackCode.Binary16 => TakeUnsigned(2, "bytes"),
            MessagePackCode.Binary32 => TakeUnsigned(4, "bytes"),
            _ => throw Unexpected(start, "bytes"),
        };
        return Take(length, "bytes");
    }

    /// <summary>Passes over one value of any kind, with all that it contains.</summary>
    public void Skip()
    {
        // Counted, not recursive: the depth of hostile data must not be the depth of the stack.
        long pending = 1;
        while (pending > 0)
        {
            pending += SkipOne() - 1;
            if (pending > Remaining)
            {
                throw new InvalidDataException($"Byte {_position}: expected {pending} more values, found {Remaining} bytes.");
            }
        }
    }

    /// <summary>Passes over one value without its elements, and returns how many those are.</summary>
    private long SkipOne()
    {
        int start = _position;
        byte code = TakeByte("a value");
        switch (code)
        {
            case <= MessagePackCode.MaximumPositiveFixInt or >= MessagePackCode.NegativeFixInt:
            case MessagePackCode.Nil or MessagePackCode.False or MessagePackCode.True:
                return 0;
            case < MessagePackCode.FixArray:
                return 2 * (code & 0x0F);
            case < MessagePackCode.FixString:
                return code & 0x0F;
            case < MessagePackCode.Nil:
                Take(code & 0x1F, "a string");
                return 0;
            case MessagePackCode.NeverUsed:
                throw Unexpected(start, "a value");
            case MessagePackCode.Array16 or MessagePackCode.Array32:
                return TakeUnsigned(code == MessagePackCode.Array16 ? 2 : 4, "an array");
            case MessagePackCode.Map16 or MessagePackCode.Map32:
                return 2 * TakeUnsigned(code == MessagePackCode.Map16 ? 2 : 4, "a map");
            default:
                Take(ScalarLength(code), "a value");
                return 0;
        }
    }

    /// <summary>Bytes that follow the code of a number, or the length prefix of bytes, a string or an extension, which is taken.</summary>
    private long ScalarLength(byte code) => code switch
    {
        MessagePackCode.Binary8 or MessagePackCode.String8 => TakeUnsigned(1, "a length"),
        MessagePackCode.Binary16 or MessagePackCode.String16 => TakeUnsigned(2, "a length"),
        MessagePackCode.Binary32 or MessagePackCode.String32 => TakeUnsigned(4, "a length"),
        MessagePackCode.Extension8 => 1 + TakeUnsigned(1, "a length"),
        MessagePackCode.Extension16 => 1 + TakeUnsigned(2, "a length"),
        MessagePackCode.Extension32 => 1 + TakeUnsigned(4, "a length"),
        >= MessagePackCode.FixExtension1 and <= MessagePackCode.FixExtension16 => 1 + (1 << (code - MessagePackCode.FixExtension1)),
        MessagePackCode.Float32 => 4,
        MessagePackCode.Float64 => 8,
        _ => 1 << (code & 3), // The eight integers of 1, 2, 4 and 8 bytes: 0xCC to 0xCF and 0xD0 to 0xD3.
    };

    /// <summary>An integer of any encoding as 64 bits of two's complement.</summary>
    private ulong TakeInteger(string expected, out bool negative)
    {
        int start = _position;
        byte code = TakeByte(expected);
        if (code <= MessagePackCode.MaximumPositiveFixInt)
        {
            negative = false;
            return code;
        }

        long value = code switch
        {
            >= MessagePackCode.NegativeFixInt => (sbyte)code,
            MessagePackCode.UInt8 => TakeUnsigned(1, expected),
            MessagePackCode.UInt16 => TakeUnsigned(2, expected),
            MessagePackCode.UInt32 => TakeUnsigned(4, expected),
            MessagePackCode.Int8 => (sbyte)TakeUnsigned(1, expected),
            MessagePackCode.Int16 => (short)TakeUnsigned(2, expected),
            MessagePackCode.Int32 => (int)TakeUnsigned(4, expected),
            MessagePackCode.UInt64 or MessagePackCode.Int64 => BinaryPrimitives.ReadInt64BigEndian(Take(8, expected)),
            _ => throw Unexpected(start, expected),
        };
        negative = value < 0 && code != MessagePackCode.UInt64;
        return (ulong)value;
    }

    private long TakeUnsigned(int size, string expected)
    {
        ReadOnlySpan<byte> bytes = Take(size, expected);
        return size switch
        {
            1 => bytes[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            _ => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        };
    }

    /// <summary>The bytes of the next value, whatever it is.</summary>
    public ReadOnlySpan<byte> ReadEncoded()
    {
        int start = _position;
        Skip();
        return _data[start.._position];
    }

    private void TakeCode(byte code, string expected)
    {
        int start = _position;
        if (TakeByte(expected) != code)
        {
            throw Unexpected(start, expected);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte TakeByte(string expected)
    {
        if ((uint)_position >= (uint)_data.Length)
        {
            ThrowEnd(expected);
        }

        return _data[_position++];
    }

    private ReadOnlySpan<byte> Take(long length, string expected)
    {
        if (length > Remaining)
        {
            ThrowTooShort(length, expected);
        }

        ReadOnlySpan<byte> bytes = _data.Slice(_position, (int)length);
        _position += (int)length;
        return bytes;
    }

    [DoesNotReturn]
    private readonly void ThrowEnd(string expected) =>
        throw new InvalidDataException($"Byte {_position}: expected {expected}, found the end of the data.");

    [DoesNotReturn]
    private readonly void ThrowTooShort(long length, string expected) =>
        throw new InvalidDataException($"Byte {_position}: expected {length} bytes of {expected}, found {Remaining}.");

    private readonly InvalidDataException Unexpected(int start, string expected) =>
        new($"Byte {start}: expected {expected}, found 0x{_data[start]:X2}.");
}
