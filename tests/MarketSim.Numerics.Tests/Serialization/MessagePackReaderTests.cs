using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Numerics.Tests.Serialization;

public sealed class MessagePackReaderTests
{
    private delegate void Read(ref MessagePackReader reader);

    [Theory]
    [InlineData("d000", 0)]
    [InlineData("d1ffff", -1)]
    [InlineData("d2ffffff80", -128)]
    [InlineData("d3fffffffffffffffe", -2)]
    [InlineData("d37fffffffffffffff", long.MaxValue)]
    [InlineData("cc05", 5)]
    [InlineData("cd0005", 5)]
    [InlineData("ce00000005", 5)]
    [InlineData("cf0000000000000005", 5)]
    public void Integers_of_any_width_are_read(string hex, long expected) =>
        Assert.Equal(expected, Reader(hex).ReadInt64());

    [Fact]
    public void Lengths_of_any_width_are_read()
    {
        Assert.Equal("ab", Reader("d9026162").ReadString());
        Assert.Equal("ab", Reader("da00026162").ReadString());
        Assert.Equal("ab", Reader("db000000026162").ReadString());
        Assert.Equal([9], Reader("c60000000109").ReadBytes().ToArray());
        Assert.Equal(1, Reader("dd00000001c0").ReadArrayHeader());
    }

    [Theory]
    [InlineData("c7020500ff")] // extension of 2 bytes
    [InlineData("c80001057f")]
    [InlineData("c900000001057f")]
    [InlineData("d40500")]
    [InlineData("d5050000")]
    [InlineData("d60500000000")]
    [InlineData("d7ff0000000000000000")] // a timestamp
    [InlineData("d80500000000000000000000000000000000")]
    [InlineData("81a161920102")] // {"a": [1, 2]}
    [InlineData("de0001a16101")]
    [InlineData("df00000001a16101")]
    [InlineData("93919191c0c2e0")]
    public void Skip_passes_over_formats_that_are_never_written(string hex)
    {
        MessagePackReader reader = Reader(hex + "2a");
        reader.Skip();
        Assert.Equal(42, reader.ReadInt64());
        Assert.True(reader.End);
    }

    [Fact]
    public void Skip_of_a_million_nested_arrays_needs_no_deep_stack()
    {
        byte[] bytes = Enumerable.Repeat((byte)0x91, 1_000_000).Append((byte)0xC0).ToArray();
        var reader = new MessagePackReader(bytes);
        reader.Skip();
        Assert.True(reader.End);
    }

    [Fact]
    public void Refusals_name_position_expectation_and_finding()
    {
        AssertRefused("01c3", "Byte 1: expected an integer of 64 bits, found 0xC3.", AfterOne((ref MessagePackReader r) => r.ReadInt64()));
        AssertRefused("01cd05", "Byte 2: expected 2 bytes of an integer of 64 bits, found 1.", AfterOne((ref MessagePackReader r) => r.ReadInt64()));
        AssertRefused("01", "Byte 1: expected a boolean, found the end of the data.", AfterOne((ref MessagePackReader r) => r.ReadBoolean()));
        AssertRefused("cf8000000000000000", "Byte 0: expected an integer up to 9223372036854775807, found 9223372036854775808.", (ref MessagePackReader r) => r.ReadInt64());
        AssertRefused("ff", "Byte 0: expected an integer from 0, found -1.", (ref MessagePackReader r) => r.ReadUInt64());
        AssertRefused("ce80000000", "Byte 0: expected an integer of 32 bits, found 2147483648.", (ref MessagePackReader r) => r.ReadInt32());
        AssertRefused("ca00000000", "Byte 0: expected a number of 64 bits, found 0xCA.", (ref MessagePackReader r) => r.ReadDouble());
        AssertRefused("cb0000000000000000", "Byte 0: expected a number of 32 bits, found 0xCB.", (ref MessagePackReader r) => r.ReadSingle());
        AssertRefused("93c0", "Byte 0: expected an array within the 1 bytes left, found one of 3 elements.", (ref MessagePackReader r) => r.ReadArrayHeader());
        AssertRefused("93c0c0c0", "Byte 0: expected an array of 2 elements, found one of 3.", (ref MessagePackReader r) => r.ReadArrayHeader(2));
        AssertRefused("a2c328", "Byte 0: expected a string of UTF-8, found bytes that are none.", (ref MessagePackReader r) => r.ReadString());
        AssertRefused("a2c3", "Byte 1: expected 2 bytes of a string, found 1.", (ref MessagePackReader r) => r.ReadString());
        AssertRefused("a101", "Byte 0: expected bytes, found 0xA1.", (ref MessagePackReader r) => r.ReadBytes());
        AssertRefused("c1", "Byte 0: expected a value, found 0xC1.", (ref MessagePackReader r) => r.Skip());
        AssertRefused("92c0", "Byte 1: expected 2 more values, found 1 bytes.", (ref MessagePackReader r) => r.Skip());
    }

    [Theory]
    [InlineData("ddffffffff00")]
    [InlineData("dbffffffff00")]
    [InlineData("c6ffffffff00")]
    [InlineData("dfffffffff00")]
    [InlineData("c9ffffffff00")]
    public void Lengths_beyond_the_data_are_refused_before_anything_is_allocated(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (Read read in AllReads)
        {
            try
            {
                var reader = new MessagePackReader(bytes);
                read(ref reader);
            }
            catch (InvalidDataException)
            {
                continue; // as it should be; what counts here is memory
            }

            Assert.Fail($"{hex} was read");
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void Random_bytes_are_read_or_refused_as_invalid_data_within_bounded_memory()
    {
        var stream = new RandomStream(2, RandomPurpose.Test, 0, 0);
        var buffer = new byte[64];
        int read = 0, refused = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        const int Trials = 20_000;
        for (int trial = 0; trial < Trials; trial++)
        {
            Span<byte> bytes = buffer.AsSpan(0, stream.NextInt32(buffer.Length + 1));
            FillWithLikelyCodes(bytes, ref stream);
            if (TryReadSome(bytes, ref stream))
            {
                read++;
            }
            else
            {
                refused++;
            }
        }

        long perTrial = (GC.GetAllocatedBytesForCurrentThread() - before) / Trials;
        Assert.InRange(perTrial, 0, 20_000);
        Assert.InRange(read, Trials / 100, Trials);
        Assert.InRange(refused, Trials / 100, Trials);
    }

    /// <summary>Random values written, then cut anywhere: every cut is refused, the whole is read back equal.</summary>
    [Fact]
    public void Every_truncation_of_a_written_value_is_refused()
    {
        var writer = new MessagePackWriter();
        writer.WriteArrayHeader(6);
        writer.WriteInt64(-70_000);
        writer.WriteString("midprice");
        writer.WriteBytes([1, 2, 3]);
        writer.WriteDouble(double.NaN);
        writer.WriteSingle(1.5f);
        writer.WriteUInt64(ulong.MaxValue);
        byte[] whole = writer.Written.ToArray();

        for (int length = 0; length < whole.Length; length++)
        {
            byte[] cut = whole[..length];
            Assert.Throws<InvalidDataException>(() =>
            {
                var reader = new MessagePackReader(cut);
                reader.Skip();
            });
        }

        var complete = new MessagePackReader(whole);
        complete.Skip();
        Assert.True(complete.End);
    }

    private static readonly Read[] AllReads =
    [
        (ref MessagePackReader r) => r.ReadArrayHeader(),
        (ref MessagePackReader r) => r.ReadString(),
        (ref MessagePackReader r) => r.ReadBytes(),
        (ref MessagePackReader r) => r.Skip(),
        (ref MessagePackReader r) => r.ReadInt64(),
        (ref MessagePackReader r) => r.ReadInt32(),
        (ref MessagePackReader r) => r.ReadUInt64(),
        (ref MessagePackReader r) => r.ReadDouble(),
        (ref MessagePackReader r) => r.ReadSingle(),
        (ref MessagePackReader r) => r.ReadBoolean(),
    ];

    private static bool TryReadSome(ReadOnlySpan<byte> bytes, ref RandomStream stream)
    {
        try
        {
            var reader = new MessagePackReader(bytes);
            while (!reader.End)
            {
                int before = reader.Position;
                if (!reader.TryReadNil())
                {
                    AllReads[stream.NextBoolean() ? 3 : stream.NextInt32(AllReads.Length)](ref reader);
                }

                Assert.InRange(reader.Position, before + 1, bytes.Length);
            }

            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Half of the bytes are codes with a length or a width, and half of those lengths are small.</summary>
    private static void FillWithLikelyCodes(Span<byte> bytes, ref RandomStream stream)
    {
        foreach (ref byte value in bytes)
        {
            value = (byte)(stream.NextInt32(4) switch
            {
                0 => 0xC0 + stream.NextInt32(0x20),
                1 => stream.NextInt32(8),
                2 => 0x80 + stream.NextInt32(0x40),
                _ => stream.NextInt32(256),
            });
        }
    }

    private static MessagePackReader Reader(string hex) => new(Convert.FromHexString(hex));

    private static Read AfterOne(Read read) => (ref MessagePackReader reader) =>
    {
        reader.ReadInt64();
        read(ref reader);
    };

    private static void AssertRefused(string hex, string message, Read read)
    {
        var error = Assert.Throws<InvalidDataException>(() =>
        {
            MessagePackReader reader = Reader(hex);
            read(ref reader);
        });
        Assert.Equal(message, error.Message);
    }
}
